import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exitCodes } from '../../src/terminal/exitCodes.ts';
import { CommandLine } from '../support/commandLine/longhaul.ts';
import { startModelServer } from '../support/modelServer/modelServer.ts';
import { smallPolicy } from '../support/smallMission/smallPolicy.ts';
import { smallRepository } from '../support/smallMission/smallRepository.ts';

const readme = readFileSync(path.resolve(import.meta.dirname, '..', '..', 'README.md'), 'utf8');

/** The commands of README that start Longhaul, as words, in their order. */
function readmeCommands(): string[][] {
  const lines = readme.split('\n').filter((line) => line.startsWith('node dist/longhaul.js '));
  return lines.map((line) =>
    [...line.slice('node dist/longhaul.js '.length).matchAll(/"([^"]*)"|(\S+)/g)].map(
      ([, quoted, plain]) => quoted ?? plain ?? '',
    ),
  );
}

describe('the commands of README', () => {
  it('do what they are there for, one after the other', async () => {
    const line = new CommandLine();
    const server = await startModelServer({ policy: smallPolicy() });
    const folders: string[] = [];
    writeFileSync(
      path.join(line.home, 'answers.json'),
      JSON.stringify([{ question: 'greeting', answer: 'Hello, Ada!' }]),
    );
    try {
      const ends: [string, number | null][] = [];
      for (const command of readmeCommands()) {
        const folder = smallRepository();
        folders.push(folder);
        // The example's repository and models are not there; the command line is otherwise that of README.
        const words = command.map((word) => (word === '~/code/shop' ? folder : word));
        const carries = words[0] === 'run' || words[0] === 'resume';
        const model = words[0] === 'run' ? ['--model', 'compatible/policy'] : [];
        const at = carries ? [...model, '--base-url', server.baseUrls.compatible] : [];
        const key = { ANTHROPIC_API_KEY: 'sk-none', LONGHAUL_COMPATIBLE_KEY: 'sk-none' };
        const end = await line.run([...words, ...at], key);
        const isTold = (word: string): boolean =>
          ['--yes', '--say'].includes(word) || (words[0] === 'resume' && word === '--budget');
        ends.push([words.filter((word, place) => place === 0 || isTold(word)).join(' '), end.code]);
        assert.ok(
          end.code !== exitCodes.usage && end.code !== exitCodes.internalError,
          `${words.join(' ')}: ${end.err}`,
        );
      }
      const { completed, needsAnswer } = exitCodes;
      assert.deepEqual(ends, [
        ['run', needsAnswer],
        ['list', 0],
        ['status', 0],
        ['report', 0],
        ['pause', 0],
        ['resume', needsAnswer],
        ['resume --budget', needsAnswer],
        ['resume --say', needsAnswer],
        ['cancel', 0],
        ['run', needsAnswer],
        ['run --yes', completed],
      ]);
    } finally {
      await server.close();
      line.remove();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    }
  }).timeout(180_000);
});
