import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ESLint } from 'eslint';
import type { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { listSourceFiles, projectRoot } from './sourceFiles.ts';

// Rules that need types would need each text on disk; they are typescript-eslint's own and tested there.
const withoutTypes = tseslint.configs.disableTypeChecked as Linter.Config;
const longBody = 'v();\n'.repeat(70);

/** Each row: where the text is said to be, the text, and the rule that must refuse it. */
const refused: [sentence: string, file: string, source: string, rule: string][] = [
  ['a file of 401 lines', 'test/a.ts', 'v();\n'.repeat(401), 'max-lines'],
  ['a function of 72 lines', 'test/a.ts', `function f() {\n${longBody}}`, 'longhaul/max-lines-per-function'],
  ['a test of 72 lines', 'test/a.ts', `it('x', () => {\n${longBody}});`, 'longhaul/max-lines-per-function'],
  ['a fourth parameter', 'test/a.ts', 'export function f(a, b, c, d) {}', 'max-params'],
  ['a fourth level', 'test/a.ts', 'if (a) { if (b) { if (c) { if (d) { v(); } } } }', 'max-depth'],
  ['thirteen ways', 'test/a.ts', `export const f = (a) => a ${'|| a '.repeat(12)};`, 'complexity'],
  ['any', 'test/a.ts', 'export const v: any = 1;', '@typescript-eslint/no-explicit-any'],
  ['a non-null assertion', 'test/a.ts', 'export const v = f()!;', '@typescript-eslint/no-non-null-assertion'],
  ['a cast through unknown', 'test/a.ts', 'export const v = f() as unknown as string;', 'no-restricted-syntax'],
  ['a comment that switches a rule off', 'src/agent/a.ts', '/* eslint-disable */ console.log(1);', 'no-console'],
  ['console in the engine', 'src/runner/a.ts', 'console.log(1);', 'no-console'],
  ['an import by a computed name', 'src/agent/a.ts', 'export const m = (n) => import(n);', 'no-restricted-syntax'],
  ['a clock in mission', 'src/mission/a.ts', 'export const now = Date.now();', 'no-restricted-syntax'],
  ['a new date in mission', 'src/mission/a.ts', 'export const now = new Date();', 'no-restricted-syntax'],
  [
    'chance in the rehearsal',
    'src/adapters/model/rehearsal/a.ts',
    'export const v = Math.random();',
    'no-restricted-syntax',
  ],
  ['a timer in the rehearsal', 'src/adapters/model/rehearsal/a.ts', 'setTimeout(f, 1);', 'no-restricted-globals'],
  ['the process in mission', 'src/mission/a.ts', 'export const v = process.env;', 'no-restricted-globals'],
];

const allowed: [sentence: string, file: string, source: string][] = [
  ['a describe of 72 lines', 'test/a.ts', `describe('x', () => {\n${longBody}});`],
  ['a given date in mission', 'src/mission/a.ts', 'export const at = (text) => new Date(text).getTime();'],
  ['an exhaustive switch of thirteen cases', 'test/a.ts', `switch (v) {${caseLines(13)}}`],
];

describe('the lint', () => {
  let eslint: ESLint;

  before(() => {
    eslint = new ESLint({ cwd: projectRoot, overrideConfig: withoutTypes });
  });

  for (const [sentence, file, source, rule] of refused) {
    it(`refuses ${sentence}`, async () => {
      assert.ok((await rulesAgainst(eslint, file, source)).includes(rule));
    });
  }

  for (const [sentence, file, source] of allowed) {
    it(`allows ${sentence}`, async () => {
      assert.deepEqual(await rulesAgainst(eslint, file, source), []);
    });
  }

  it('is nowhere switched off', () => {
    const files = ['src', 'test'].flatMap((folder) => listSourceFiles(projectRoot, folder));
    const marks = new RegExp(
      ['eslint' + '-disable', '@ts' + '-ignore', '@ts' + '-nocheck', '@ts' + '-expect-error'].join('|'),
    );
    const marked = files.filter((file) => marks.test(readFileSync(path.join(projectRoot, file), 'utf8')));
    assert.deepEqual(
      marked.filter((file) => file !== 'test/architecture/lint.test.ts'),
      [],
    );
  });
});

async function rulesAgainst(eslint: ESLint, file: string, source: string): Promise<string[]> {
  const [result] = await eslint.lintText(source, { filePath: path.join(projectRoot, file) });
  return result?.messages.map(({ ruleId, message }) => ruleId ?? message) ?? [];
}

function caseLines(count: number): string {
  return Array.from({ length: count }, (_, n) => `case ${n}: v(); break;`).join('\n');
}
