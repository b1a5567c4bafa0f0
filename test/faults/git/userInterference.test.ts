import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { repositoryGit } from '../../../src/adapters/node/git/repositoryGit.ts';
import { temporaryRepository, testGitLimits, type TemporaryRepository } from '../../support/temporaryRepository.ts';

const SEEDS = 40;
const trailers = { Mission: 'm1', Feature: 'F1', Attempt: '1', Assertions: '', Fixes: '' };

/** Numbers below 1, the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const theirs = Array.from({ length: 6 }, (_, index) => `theirs-${index}.txt`);
const ours = Array.from({ length: 6 }, (_, index) => `ours-${index}.txt`);
const everything = [...theirs, ...ours, 'new.txt', ...theirs.map((name) => `untracked-${name}`)];

type Stages = Map<string, string>;

describe('git: what a user does meanwhile survives commit, acceptance and restore', () => {
  let repository: TemporaryRepository;
  afterEach(() => repository.remove());

  const stages = (): Stages => {
    const lines = repository.git('ls-files', '--stage', '-z').split('\0').filter(Boolean);
    return new Map(lines.map((line) => [line.slice(line.indexOf('\t') + 1), line.slice(0, line.indexOf('\t'))]));
  };
  const contentOf = (file: string): string | null => {
    const absolute = path.join(repository.folder, file);
    return existsSync(absolute) ? readFileSync(absolute, 'utf8') : null;
  };

  /** Index and tree of every file, and what the base holds. */
  const look = () => {
    const atBase = repository.git('ls-tree', '-z', 'main').split('\0').filter(Boolean);
    return {
      staged: stages(),
      contents: new Map(everything.map((file) => [file, contentOf(file)])),
      atBase: new Map(
        atBase.map((line) => [line.slice(line.indexOf('\t') + 1), line.replace(/ blob ([0-9a-f]+)\t.*/s, ' $1 0')]),
      ),
    };
  };

  const assertOnlyStaged = (usersOwn: string[], tip: string) => {
    assert.equal(repository.git('rev-parse', 'HEAD^{tree}'), repository.git('rev-parse', `${tip}^{tree}`));
    const shown = repository.git('diff', '--cached', '--name-only', '-z', 'HEAD').split('\0').filter(Boolean);
    const foreign = shown.filter((file) => !usersOwn.includes(file));
    assert.deepEqual(foreign, [], 'nothing but what is the user’s shows as staged');
  };

  const userActs = (names: string[], random: () => number, round: string) => {
    for (const name of names) {
      const act = Math.floor(random() * 7);
      if (act === 0) repository.write(name, `edited ${round}\n`);
      if (act === 1) rmSync(path.join(repository.folder, name), { force: true });
      if (act === 2) repository.write(`untracked-${name}`, `untracked ${round}\n`);
      if (act === 3 || act === 4) {
        repository.write(name, `staged ${round}\n`);
        repository.git('add', '--', name);
        if (act === 4) repository.write(name, `edited after staging ${round}\n`);
      }
      if (act === 5) repository.git('rm', '--quiet', '--force', '--cached', '--ignore-unmatch', '--', name);
    }
  };

  for (let seed = 1; seed <= SEEDS; seed += 1) {
    it(`seed ${seed}`, async () => {
      const random = randomNumbers(seed);
      repository = temporaryRepository(Object.fromEntries([...theirs, ...ours].map((name) => [name, `${name}\n`])));
      const base = repository.git('rev-parse', 'HEAD').trim();
      const git = repositoryGit({
        folder: repository.folder,
        limits: testGitLimits,
        environment: repository.environment,
      });
      assert.deepEqual(await git.beginBranch('mission/one', base), { ok: true });

      userActs(theirs, random, 'before');
      const changed = ours.filter(() => random() < 0.7).concat('new.txt');
      for (const name of changed) {
        if (random() < 0.2 && name !== 'new.txt') rmSync(path.join(repository.folder, name));
        else repository.write(name, `by the attempt ${random()}\n`);
      }
      const request = { ref: 'refs/longhaul/m1/F1/1', parent: base, paths: changed, message: 'x', trailers };
      const commit = await git.commit(request);
      assert.ok(commit.ok, commit.ok ? '' : commit.why);
      userActs([...theirs, ...ours.slice(0, 2)], random, 'after');

      const before = look();
      const usersOwn = everything.filter((file) => before.staged.get(file) !== before.atBase.get(file));
      const accepted = random() < 0.7;
      const accept = { branch: 'mission/one', base, tip: commit.commit, message: 'x', trailers };
      const restored = accepted ? [] : ['new.txt', ...ours.slice(2)];
      const outcome = accepted ? await git.acceptAttempt(accept) : await git.restore(restored, base);
      assert.ok(outcome.ok, outcome.ok ? '' : outcome.why);

      const after = look();
      for (const file of everything.filter((name) => !restored.includes(name))) {
        assert.equal(after.contents.get(file), before.contents.get(file), `bytes of ${file}`);
      }
      for (const file of usersOwn) {
        assert.equal(after.staged.get(file), before.staged.get(file), `what the user has staged at ${file}`);
      }
      if (accepted) assertOnlyStaged(usersOwn, commit.commit);
      repository.git('fsck', '--strict');
    });
  }
});
