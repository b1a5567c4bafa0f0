import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryGit } from '../../../../src/adapters/node/git/repositoryGit.ts';
import { temporaryRepository, testGitLimits, type TemporaryRepository } from '../../../support/temporaryRepository.ts';

describe('git: inspect and reading commits', () => {
  let repository: TemporaryRepository;
  const open = (folder = repository.folder) =>
    repositoryGit({ folder, limits: testGitLimits, environment: repository.environment });
  const problem = async (folder = repository.folder) => {
    const state = await open(folder).inspect();
    assert.ok(!state.ok);
    assert.match(state.message, /git |Open /, 'the sentence says what to do');
    return `${state.problem}: ${state.message}`;
  };

  beforeEach(() => {
    repository = temporaryRepository({ 'a.txt': 'a\n', 'b.txt': 'b\n', '.gitignore': 'ignored/\n' });
  });
  afterEach(() => repository.remove());

  it('tells head, branch and dirty paths with one git process per call', async () => {
    repository.write('a.txt', 'changed\n');
    repository.write('new/one.txt', '1\n');
    repository.write('new/two.txt', '2\n');
    repository.write('ignored/x.txt', 'x\n');
    repository.git('rm', '--quiet', '--cached', 'b.txt');
    const git = open();
    const head = repository.git('rev-parse', 'HEAD').trim();
    const expected = { ok: true, head, branch: 'main', dirty: ['a.txt', 'b.txt', 'new/'] };
    assert.deepEqual(await git.inspect(), expected);
    const before = git.calls();
    await git.inspect();
    await git.inspect();
    assert.equal(git.calls() - before, 2);
  });

  it('names at most 50 dirty paths', async () => {
    for (let number = 0; number < 70; number += 1) repository.write(`file-${number}.txt`, 'x\n');
    const state = await open().inspect();
    assert.equal(state.ok && state.dirty.length, 50);
  });

  it('says in a sentence what is wrong and what to do', async () => {
    const elsewhere = path.join(repository.root, 'elsewhere');
    mkdirSync(elsewhere);
    mkdirSync(path.join(repository.folder, 'below'));
    assert.match(await problem(elsewhere), /^notARepository: .*git init/);
    assert.match(await problem(path.join(elsewhere, 'missing')), /^notARepository: .*does not exist/);
    assert.match(await problem(path.join(repository.folder, 'below')), /^notTheTopFolder: .*Open /);
    for (const file of ['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'rebase-merge']) {
      repository.write(`.git/${file}`, '');
      assert.match(await problem(), /^operationInProgress: .* is in progress/);
      rmSync(path.join(repository.folder, '.git', file));
    }
    repository.git('checkout', '--quiet', '--detach');
    assert.match(await problem(), /^detachedHead: .*git switch/);
    repository.git('checkout', '--quiet', '--orphan', 'empty');
    assert.match(await problem(), /^noCommits: .*git commit/);
    repository.git('checkout', '--quiet', '--force', 'main');
    writeFileSync(path.join(repository.root, 'home/.gitconfig'), '');
    assert.match(await problem(), /^noIdentity: .*git config --global user\.name/);
  });

  it('says so when git is not installed', async () => {
    const environment = { ...repository.environment, PATH: path.join(repository.root, 'nothing') };
    const state = await repositoryGit({ folder: repository.folder, limits: testGitLimits, environment }).inspect();
    assert.match(state.ok ? '' : state.message, /git was not found\. Install it/);
  });

  it('works in a linked worktree, and notices a .git file that leads elsewhere', async () => {
    const linked = path.join(repository.root, 'linked');
    repository.git('worktree', 'add', '--quiet', '-b', 'side', linked);
    const git = open(linked);
    const state = await git.inspect();
    assert.ok(state.ok);
    assert.deepEqual(await git.beginBranch('mission/linked', state.head), { ok: true });
    writeFileSync(path.join(linked, 'a.txt'), 'in the worktree\n');
    const trailers = { Mission: 'm', Feature: 'F', Attempt: '1', Assertions: '', Fixes: '' };
    const request = { ref: 'refs/longhaul/m/F/1', parent: state.head, paths: ['a.txt'], message: 'x', trailers };
    const commit = await git.commit(request);
    assert.ok(commit.ok);
    const accepted = await git.acceptAttempt({
      ...{ branch: 'mission/linked', base: state.head, tip: commit.commit, message: 'x', trailers },
    });
    assert.ok(accepted.ok);
    assert.equal(repository.git('-C', linked, 'status', '--porcelain'), '');
    assert.equal(repository.git('status', '--porcelain'), '');
    assert.equal(repository.git('rev-parse', 'mission/linked').trim(), accepted.commit);
    assert.equal(repository.git('symbolic-ref', '--short', 'HEAD').trim(), 'main');

    const moved = path.join(repository.root, 'moved');
    renameSync(linked, moved);
    assert.match(await problem(moved), /^notARepository: .*git worktree repair/);
  });

  it('lists changes with renames and counts, shows files, and caps a diff', async () => {
    const base = repository.git('rev-parse', 'HEAD').trim();
    repository.write('long.txt', 'line\n'.repeat(40));
    const middle = repository.commitAll('long');
    repository.git('mv', 'long.txt', 'moved ünï.txt');
    repository.write('moved ünï.txt', `${'line\n'.repeat(40)}one more\n`);
    repository.write('a.txt', 'A\nB\n');
    rmSync(path.join(repository.folder, 'b.txt'));
    repository.write('picture', '\0\x01\x02');
    const head = repository.commitAll('all kinds');
    const git = open();
    assert.deepEqual(await git.changes(middle, head), [
      { path: 'a.txt', status: 'changed', addedLines: 2, removedLines: 1 },
      { path: 'b.txt', status: 'deleted', addedLines: 0, removedLines: 1 },
      { path: 'moved ünï.txt', status: 'renamed', addedLines: 1, removedLines: 0 },
      { path: 'picture', status: 'added', addedLines: 0, removedLines: 0 },
    ]);
    assert.equal(await git.show(middle, 'long.txt'), 'line\n'.repeat(40));
    assert.equal(await git.show(base, 'long.txt'), null);
    assert.equal(await git.show(base, '../a.txt'), null);
    assert.match(await git.diff(base, head, 100_000), /^diff --git a\/a\.txt b\/a\.txt\n/);
    const cut = await git.diff(base, head, 60);
    assert.match(cut, /^diff --git [^]*\[cut here: the diff is longer than 60 bytes\]\n$/);
    assert.equal(await git.readRef('main'), head);
    assert.equal(await git.readRef('refs/heads/main'), head);
    assert.equal(await git.readRef('refs/heads/none'), null);
  });

  it('stops a diff that does not end soon', async () => {
    const base = repository.git('rev-parse', 'HEAD').trim();
    repository.write('big.txt', 'a line of a big file\n'.repeat(2_000_000));
    const head = repository.commitAll('big');
    const diff = await open().diff(base, head, 10_000);
    assert.ok(diff.length < 10_200);
  });
});
