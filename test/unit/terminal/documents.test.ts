import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { eventAuthors } from '../../../src/mission/events/event.ts';
import { exitCodes, exitMeanings } from '../../../src/terminal/exitCodes.ts';
import { helpText } from '../../../src/terminal/help.ts';
import { optionTable } from '../../../src/terminal/options.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const names = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, name]) => name ?? '')),
];

describe('README', () => {
  const readme = read('README.md');

  it('lists the exit codes as they are', () => {
    const rows = [...readme.matchAll(/^\| (\d+) +\| (.+?) +\|$/gm)].map(([, code, meaning]) => [Number(code), meaning]);
    const wanted = Object.entries(exitCodes).map(([name, code]) => [
      code,
      exitMeanings[name as keyof typeof exitCodes],
    ]);
    assert.deepEqual(rows, wanted);
  });

  it('and the help name only options that there are, and the help names all', () => {
    const known = Object.keys(optionTable);
    for (const text of [readme, helpText()]) {
      const unknown = names(text, /(?<![\w-])--([a-z][\w-]+)/g).filter((name) => !known.includes(name));
      assert.deepEqual(unknown, []);
    }
    assert.deepEqual(
      known.filter((name) => name !== 'help' && !helpText().includes(`--${name}`)),
      [],
    );
  });

  it('names only scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const unknown = names(readme, /npm run (\w+)/g).filter((name) => scripts[name] === undefined);
    assert.deepEqual(unknown, []);
    for (const file of Object.values(scripts).flatMap((script) => names(script, /node (\S+)/g)))
      assert.ok(existsSync(path.join(root, file)), file);
  });
});

describe('ARCHITECTURE.md', () => {
  const text = read('src/ARCHITECTURE.md');

  it('names only files that there are', () => {
    const places = [
      '',
      'src',
      'src/mission',
      'src/ports',
      'src/agent',
      'src/tools',
      'src/roles',
      'src/journal',
      'src/runner',
    ].concat(['src/adapters/node', 'src/adapters/model', 'src/terminal', 'src/wording', 'test']);
    const named = names(text, /`([\w./-]+\.(?:ts|json|mjs|md)|[\w./-]+\/)`/g).filter(
      (name) => !/^runs\/|NAME/.test(name),
    );
    assert.ok(named.length > 80, String(named.length));
    const missing = named.filter((name) => !places.some((place) => existsSync(path.join(root, place, name))));
    assert.deepEqual(missing, []);
  });

  it('names only events that there are', () => {
    const unknown = names(text, /`([a-z]+(?:Started|Committed|Received|Judged|Accepted))`/g).filter(
      (name) => !(name in eventAuthors),
    );
    assert.deepEqual(unknown, []);
  });
});

describe('every document', () => {
  it('speaks of the project alone: no paths of a machine', () => {
    for (const file of ['README.md', 'CHANGELOG.md', 'src/ARCHITECTURE.md'])
      assert.doesNotMatch(read(file), /(?<![\w.~-])\/(work|root|tmp|home\/\w+)\//, file);
  });
});
