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

const castThroughUnknown = {
  selector: 'TSAsExpression > TSAsExpression[typeAnnotation.type="TSUnknownKeyword"]',
  message: 'Parse the value (zod) or narrow it instead of casting through unknown.',
};
const hiddenImport = {
  selector: 'ImportExpression:not([source.type="Literal"])',
  message: 'Name the module literally, so that the boundaries can be checked.',
};
const readsTheClock = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'There is no clock here.' },
  { selector: 'CallExpression[callee.name="Date"]', message: 'There is no clock here.' },
  { selector: 'MemberExpression[object.name="Date"][property.name="now"]', message: 'There is no clock here.' },
  { selector: 'MemberExpression[object.name="Math"][property.name="random"]', message: 'There is no chance here.' },
];
const worldGlobals = ['process', 'console', 'fetch', 'performance', 'crypto', 'globalThis', 'Buffer'].concat([
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'WebSocket',
  'navigator',
]);

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
    files: ['**/*.ts', '**/*.tsx'],
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
      // Names with control characters are refused by looking for them.
      'no-control-regex': 'off',
      'no-restricted-syntax': ['error', castThroughUnknown],
    },
  },
  {
    files: ['src/**/*.ts', 'webview-ui/**/*.ts', 'webview-ui/**/*.tsx'],
    rules: { 'no-restricted-syntax': ['error', castThroughUnknown, hiddenImport] },
  },
  {
    // The only way in which preact learns of elements that are not HTML's.
    files: ['webview-ui/shared/controls/toolkit.ts'],
    rules: { '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }] },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/adapters/node/**', 'src/terminal/**'],
    rules: { 'no-console': 'error' },
  },
  {
    // What is pure by contract: the same input always gives the same result.
    files: ['src/mission/**/*.ts', 'src/adapters/model/rehearsal/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...worldGlobals],
      'no-restricted-syntax': ['error', castThroughUnknown, hiddenImport, ...readsTheClock],
    },
  },
);
