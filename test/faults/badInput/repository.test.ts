import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CommandLine } from '../../support/commandLine/longhaul.ts';
import { smallRepository } from '../../support/smallMission/smallRepository.ts';
import { assertRefusal } from './sentence.ts';

const cannotStart = 3;

/** Every file below a folder with its content, the repository's own included. */
function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    hash.update(file);
    if (entry.isFile()) hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

function git(folder: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
}

/** Leaves the merge of two branches unfinished. */
function beginMerge(folder: string): void {
  git(folder, 'switch', '-q', '-c', 'other');
  writeFileSync(path.join(folder, 'greet.js'), 'one\n');
  git(folder, 'commit', '-qam', 'one');
  git(folder, 'switch', '-q', 'main');
  writeFileSync(path.join(folder, 'greet.js'), 'two\n');
  git(folder, 'commit', '-qam', 'two');
  assert.throws(() => git(folder, 'merge', 'other'));
}

interface Case {
  name: string;
  /** Makes the folder unfit; returns the folder to name where it is another one. */
  spoil: (folder: string) => string | undefined;
  sentence: RegExp;
}

const cases: Case[] = [
  {
    name: 'is no git repository',
    spoil: (folder) => {
      rmSync(path.join(folder, '.git'), { recursive: true });
      return undefined;
    },
    sentence: /^This folder is not a git repository\. Run "git init", commit what is there, and start again\.$/m,
  },
  {
    name: 'has no commit',
    spoil: (folder) => {
      rmSync(path.join(folder, '.git'), { recursive: true });
      git(folder, 'init', '-q');
      return undefined;
    },
    sentence: /^The repository has no commit yet\. Commit what is there \(git add, git commit\), then start again\.$/m,
  },
  {
    name: 'has a detached HEAD',
    spoil: (folder) => void git(folder, 'switch', '-q', '--detach'),
    sentence: /^HEAD is not on a branch\. Run "git switch BRANCH"/m,
  },
  {
    name: 'is in the middle of a merge',
    spoil: (folder) => {
      beginMerge(folder);
      return undefined;
    },
    sentence: /^A merge is in progress\. Finish it, or leave it with "git merge --abort", then start again\.$/m,
  },
  {
    name: 'is not the top of its repository',
    spoil: (folder) => {
      mkdirSync(path.join(folder, 'below'));
      return path.join(folder, 'below');
    },
    sentence: /^This folder lies inside the repository \S+\. Open \S+ instead/m,
  },
  {
    name: 'has nobody to commit as',
    spoil: (folder) => {
      git(folder, 'config', '--unset', 'user.name');
      git(folder, 'config', '--unset', 'user.email');
      return undefined;
    },
    sentence: /git config .*user\.(name|email)/,
  },
  {
    name: 'does not exist',
    spoil: (folder) => path.join(folder, 'nowhere'),
    sentence: /^There is no folder \S+nowhere\. Name the top of a git repository with --folder\.$/m,
  },
  {
    name: 'is a file',
    spoil: (folder) => path.join(folder, 'greet.js'),
    sentence: /^There is no folder \S+greet\.js\./m,
  },
];

describe('a folder in which no mission can begin', () => {
  let line: CommandLine;
  beforeEach(() => {
    line = new CommandLine();
  });
  afterEach(() => {
    line.remove();
  });

  for (const { name, spoil, sentence } of cases) {
    it(`that ${name} is refused with what to do, and stays as it is`, async () => {
      const folder = smallRepository();
      const asked = spoil(folder) ?? folder;
      const before = fingerprint(folder);
      const end = await line.run(['run', '--folder', asked, '--goal', 'x', '--yes', '--model', 'rehearsal/scripted']);
      assertRefusal(end, cannotStart, sentence);
      assert.equal(fingerprint(folder), before);
      assert.equal(existsSync(line.missions), false, 'no mission was made');
      rmSync(folder, { recursive: true });
    });
  }

  it('that vanished while its mission was paused is told at resume, and the mission stays', async () => {
    const folder = smallRepository();
    const begun = await line.run(['run', '--folder', folder, '--goal', 'x', '--model', 'rehearsal/scripted']);
    assert.notEqual(begun.code, 0);
    rmSync(folder, { recursive: true });
    const [id = ''] = readdirSync(line.missions);
    const journal = path.join(line.missions, id, 'journal.jsonl');
    const before = readFileSync(journal, 'utf8');
    const end = await line.run(['resume', '--yes']);
    assert.notEqual(end.code, 0);
    assert.match(
      end.err,
      /^The repository of mission \S+ is not where it was, in \S+\. Put it back there, then go on/m,
    );
    assert.ok(readFileSync(journal, 'utf8').startsWith(before), 'nothing of the journal is lost');
    assert.doesNotMatch(end.err, /^\s+at /m);
  });
});
