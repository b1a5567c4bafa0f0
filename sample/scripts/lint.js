import { readFileSync } from 'node:fs';
import { sources } from './sources.js';

const rules = [
  { pattern: /\s+$/, message: 'white space at the end of the line' },
  { pattern: /\t/, message: 'a tab, use two spaces' },
  { pattern: /^.{121,}$/, message: 'a line of more than 120 characters' },
  { pattern: /^\s*var\s/, message: 'var, use const or let' },
  { pattern: /(?<![=!<>])[=!]=(?!\x3d)/, message: 'loose comparison, use === or !==' },
  { pattern: /^\s*debugger\b|\btest\.only\(/, message: 'left over from debugging' },
];

const problems = sources().flatMap((path) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      rules.filter(({ pattern }) => pattern.test(line)).map(({ message }) => `${path}:${index + 1}: ${message}`),
    ),
);
for (const problem of problems) console.error(problem);
console.log(`${problems.length} problems found`);
process.exitCode = problems.length > 0 ? 1 : 0;
