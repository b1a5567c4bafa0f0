import js from '@eslint/js';
import { builtinRules } from 'eslint/use-at-your-own-risk';
import tseslint from 'typescript-eslint';
import { exceptForDescribe } from './test/architecture/exceptForDescribe.js';

const sizeLimits = {
  'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
  'longhaul/max-lines-per-function': ['error', { max: 70, skipBlankLines: false, skipComments: false, IIFEs: true }],
  'max-params': ['error', { max: 3 }],
  'max-depth': ['error', { max: 3 }],
  complexity: ['error', { max: 12, variant: 'modified' }],
};

const nodeGlobals = [
  'process',
  'console',
  'URL',
  'Buffer',
  'fetch',
  'AbortController',
  'AbortSignal',
  'performance',
].concat([
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'structuredClone',
  'TextDecoder',
]);

const longhaul = {
  rules: { 'max-lines-per-function': exceptForDescribe(builtinRules.get('max-lines-per-function')) },
};

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'sample', 'coverage', '**/fixtures/**', '**/golden/**', '.cache'] },
  {
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
    plugins: { longhaul },
    rules: sizeLimits,
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    ...js.configs.recommended,
    languageOptions: { globals: Object.fromEntries(nodeGlobals.map((name) => [name, 'readonly'])) },
  },
  {
    files: ['**/*.ts'],
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // An interface of the ports is async because some implementation waits; another one need not.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'TSAsExpression > TSAsExpression[typeAnnotation.type="TSUnknownKeyword"]',
          message: 'Parse the value (zod) or narrow it instead of casting through unknown.',
        },
      ],
    },
  },
);
