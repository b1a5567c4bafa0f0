import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CommitOutcome } from '../../../../src/ports/git.ts';
import { repositoryGit } from '../../../../src/adapters/node/git/repositoryGit.ts';
import { temporaryRepository, testGitLimits, type TemporaryRepository } from '../../../support/temporaryRepository.ts';

const trailers = { Mission: 'm1', Feature: 'F1', Attempt: '1', Assertions: '', Fixes: '' };
const files = {
  'a.txt': 'a\n',
  'b.txt': 'b\n',
  'c.txt': 'c\n',
  'deleted.txt': 'd\n',
  'theirs.txt': 't\n',
  'both.txt': 'x\n',
};

describe('git: acceptAttempt', () => {
  let repository: TemporaryRepository;
  let base: string;
  const open = () =>
    repositoryGit({ folder: repository.folder, limits: testGitLimits, environment: repository.environment });
  const why = (outcome: { ok: true } | { ok: false; why: string }) => (outcome.ok ? '' : outcome.why);
  const status = () =>
    repository
      .git('status', '--porcelain')
      .split('\n')
      .filter((line) => line !== '');
  const accept = async (tip: string, branch = 'mission/one'): Promise<CommitOutcome> =>
    await open().acceptAttempt({ branch, base, tip, message: 'Feature one', trailers });

  /** Two commits of an attempt: a changed, new file, one deleted. */
  const attempt = async (): Promise<string> => {
    const git = open();
    const request = { ref: 'refs/longhaul/m1/F1/1', message: 'step', trailers };
    repository.write('a.txt', 'a, by the attempt\n');
    const first = await git.commit({ ...request, parent: base, paths: ['a.txt'] });
    assert.ok(first.ok, why(first));
    repository.write('new/file.txt', 'new\n');
    rmSync(path.join(repository.folder, 'deleted.txt'));
    const second = await git.commit({ ...request, parent: first.commit, paths: ['new/file.txt', 'deleted.txt'] });
    assert.ok(second.ok, why(second));
    return second.commit;
  };

  beforeEach(async () => {
    repository = temporaryRepository(files);
    base = repository.git('rev-parse', 'HEAD').trim();
    assert.deepEqual(await open().beginBranch('mission/one', base), { ok: true });
  });
  afterEach(() => {
    repository.git('fsck', '--strict');
    const left = readdirSync(path.join(repository.folder, '.git')).filter((name) => /longhaul|lock/.test(name));
    repository.remove();
    assert.deepEqual(
      left,
      ['longhaul'].filter((name) => left.includes(name)),
      'nothing is left in .git',
    );
  });

  it('makes one commit on the base, and git status is clean', async () => {
    const tip = await attempt();
    const outcome = await accept(tip);
    assert.ok(outcome.ok, why(outcome));
    assert.deepEqual(outcome.files.toSorted(), ['a.txt', 'deleted.txt', 'new/file.txt']);
    assert.equal(repository.git('rev-list', '--count', `${base}..mission/one`).trim(), '1');
    assert.equal(repository.git('rev-parse', 'HEAD^{tree}'), repository.git('rev-parse', `${tip}^{tree}`));
    assert.deepEqual(status(), []);
    repository.git('diff-index', '--quiet', 'HEAD', '--');
    assert.equal(repository.git('symbolic-ref', 'HEAD').trim(), 'refs/heads/mission/one');
    assert.equal(repository.git('rev-parse', 'main').trim(), base);
  });

  it("keeps the user's staged, edited and untracked files byte for byte and in their state", async () => {
    repository.write('theirs.txt', 'staged by the user\n');
    repository.write('added.txt', 'added by the user\n');
    repository.git('add', 'theirs.txt', 'added.txt');
    repository.git('rm', '--quiet', '--cached', 'c.txt');
    repository.write('theirs.txt', 'and edited after staging\n');
    repository.write('b.txt', 'edited, not staged\n');
    repository.write('untracked.txt', 'untracked\n');
    const before = status();
    const blobs = repository.git('ls-files', '--stage', 'theirs.txt', 'added.txt', 'c.txt', 'b.txt');

    const outcome = await accept(await attempt());

    assert.ok(outcome.ok, why(outcome));
    assert.deepEqual(status(), before);
    assert.equal(repository.git('ls-files', '--stage', 'theirs.txt', 'added.txt', 'c.txt', 'b.txt'), blobs);
    assert.equal(readFileSync(path.join(repository.folder, 'theirs.txt'), 'utf8'), 'and edited after staging\n');
    assert.equal(readFileSync(path.join(repository.folder, 'untracked.txt'), 'utf8'), 'untracked\n');
    repository.git('commit', '--quiet', '-m', 'by the user');
    assert.equal(repository.git('show', 'HEAD:a.txt'), 'a, by the attempt\n');
    assert.equal(repository.git('show', 'HEAD:theirs.txt'), 'staged by the user\n');
  });

  it('leaves a path that both have touched as the user staged it', async () => {
    const tip = await attempt();
    const kept = readFileSync(path.join(repository.folder, 'a.txt'), 'utf8');
    repository.write('a.txt', 'staged by the user\n');
    repository.git('add', 'a.txt');
    repository.write('a.txt', kept);
    const outcome = await accept(tip);
    assert.ok(outcome.ok, why(outcome));
    assert.equal(repository.git('show', ':a.txt'), 'staged by the user\n');
    assert.deepEqual(status(), ['MM a.txt']);
  });

  it('leaves out of the index what would collide with what the user staged', async () => {
    repository.write('new', 'a file where the attempt has a folder\n');
    repository.git('add', 'new');
    rmSync(path.join(repository.folder, 'new'));
    const outcome = await accept(await attempt());
    assert.ok(outcome.ok, why(outcome));
    assert.equal(repository.git('show', ':new'), 'a file where the attempt has a folder\n');
    assert.ok(status().includes('AD new'));
  });

  it('knows an attempt that was accepted before, repairs the index, and never doubles the commit', async () => {
    const tip = await attempt();
    const stale = readFileSync(path.join(repository.folder, '.git/index'));
    const first = await accept(tip);
    writeFileSync(path.join(repository.folder, '.git/index'), stale);
    assert.ok(status().includes('MM a.txt'), 'without the repair git shows the commit as a staged reversal');
    assert.deepEqual(await accept(tip), first);
    assert.deepEqual(status(), []);

    repository.write('b.txt', 'later\n');
    repository.git('commit', '--quiet', '--all', '-m', 'by the user, on top');
    assert.deepEqual(await accept(tip), first);
    assert.equal(repository.git('rev-list', '--count', `${base}..HEAD`).trim(), '2');
    assert.deepEqual(status(), []);
  });

  it('refuses with a sentence: another branch, a branch that moved, a merge, an empty attempt', async () => {
    const tip = await attempt();
    assert.match(why(await accept(base)), /changed nothing/);
    repository.git('symbolic-ref', 'HEAD', 'refs/heads/main');
    assert.match(why(await accept(tip)), /on the branch main, not on mission\/one.*git switch mission\/one/);
    repository.git('symbolic-ref', 'HEAD', 'refs/heads/mission/one');
    repository.write('.git/MERGE_HEAD', `${base}\n`);
    assert.match(why(await accept(tip)), /merge is in progress.*git merge --abort/);
    rmSync(path.join(repository.folder, '.git/MERGE_HEAD'));
    repository.write('b.txt', 'by the user\n');
    repository.git('commit', '--quiet', '-m', 'by the user', 'b.txt');
    assert.match(why(await accept(tip)), /branch mission\/one has moved/);
    assert.equal(repository.git('rev-list', '--count', `${base}..HEAD`).trim(), '1');
  });

  it("waits for another git's index.lock, then says so and changes nothing", async () => {
    const tip = await attempt();
    const lock = path.join(repository.folder, '.git/index.lock');
    writeFileSync(lock, '');
    const startedAt = Date.now();
    assert.match(why(await accept(tip)), /Another git command holds .*index\.lock/);
    assert.ok(Date.now() - startedAt >= testGitLimits.lockWaitMs);
    assert.equal(repository.git('rev-parse', 'mission/one').trim(), base);
    assert.ok(existsSync(lock), 'a lock of somebody else stays');
    setTimeout(() => rmSync(lock), 100);
    assert.equal((await accept(tip)).ok, true);
    assert.deepEqual(status(), []);
  });
});

describe('git: beginBranch and restore', () => {
  let repository: TemporaryRepository;
  let base: string;
  const open = () =>
    repositoryGit({ folder: repository.folder, limits: testGitLimits, environment: repository.environment });
  const why = (outcome: { ok: true } | { ok: false; why: string }) => (outcome.ok ? '' : outcome.why);
  const read = (file: string) => readFileSync(path.join(repository.folder, file), 'utf8');
  const status = () =>
    repository
      .git('status', '--porcelain')
      .split('\n')
      .filter((line) => line !== '');

  beforeEach(() => {
    repository = temporaryRepository(files);
    base = repository.git('rev-parse', 'HEAD').trim();
  });
  afterEach(() => repository.remove());

  it('begins a branch without touching files, once', async () => {
    assert.deepEqual(await open().beginBranch('mission/one', base), { ok: true });
    assert.deepEqual(await open().beginBranch('mission/one', base), { ok: true });
    assert.equal(repository.git('symbolic-ref', 'HEAD').trim(), 'refs/heads/mission/one');
    repository.git('symbolic-ref', 'HEAD', 'refs/heads/main');
    assert.deepEqual(
      await open().beginBranch('mission/one', base),
      { ok: true },
      'the branch of a killed call is taken over',
    );
    assert.deepEqual(status(), []);
  });

  it('refuses a dirty tree, a HEAD that moved, a taken name and a bad name', async () => {
    assert.match(why(await open().beginBranch('--detach', base)), /not a name that git accepts/);
    assert.match(why(await open().beginBranch('a..b', base)), /not a name that git accepts/);
    repository.write('b.txt', 'edited\n');
    assert.match(why(await open().beginBranch('mission/one', base)), /not committed \(b\.txt\).*stash/);
    const moved = repository.commitAll('moved');
    assert.match(why(await open().beginBranch('mission/one', base)), /has moved/);
    repository.git('branch', 'mission/two', base);
    assert.match(why(await open().beginBranch('mission/two', moved)), /cannot be made/);
    assert.equal(repository.git('symbolic-ref', 'HEAD').trim(), 'refs/heads/main');
  });

  it('restores the named paths and leaves every other one', async () => {
    repository.write('a.txt', 'by the attempt\n');
    repository.write('new/deep/file.txt', 'by the attempt\n');
    rmSync(path.join(repository.folder, 'deleted.txt'));
    rmSync(path.join(repository.folder, 'c.txt'));
    repository.write('c.txt/now-a-folder.txt', 'by the attempt\n');
    repository.write('new/theirs.txt', 'untracked, by the user\n');
    repository.write('b.txt', 'edited by the user\n');
    repository.write('theirs.txt', 'staged by the user\n');
    repository.git('add', 'theirs.txt');
    const paths = ['a.txt', 'new/deep/file.txt', 'deleted.txt', 'c.txt', 'c.txt/now-a-folder.txt', '-never-there'];

    assert.deepEqual(await open().restore(paths, base), { ok: true });

    assert.deepEqual([read('a.txt'), read('deleted.txt'), read('c.txt')], ['a\n', 'd\n', 'c\n']);
    assert.equal(existsSync(path.join(repository.folder, 'new/deep')), false);
    assert.deepEqual(status(), [' M b.txt', 'M  theirs.txt', '?? new/']);
  });

  it("puts an index entry back only where it is the attempt's own content", async () => {
    repository.write('a.txt', 'by the attempt\n');
    repository.write('new.txt', 'by the attempt\n');
    repository.write('both.txt', 'staged by the user\n');
    repository.git('add', 'a.txt', 'new.txt', 'both.txt');
    repository.write('both.txt', 'then changed by the attempt\n');

    assert.deepEqual(await open().restore(['a.txt', 'new.txt', 'both.txt'], base), { ok: true });

    assert.equal(repository.git('show', ':both.txt'), 'staged by the user\n');
    assert.deepEqual(status(), ['MM both.txt']);
  });

  it('tells which paths differ from a commit, by content, mode or presence', async () => {
    repository.write('a.txt', 'changed\n');
    repository.write('c.txt', 'c\n');
    repository.write('new.txt', 'new\n');
    rmSync(path.join(repository.folder, 'deleted.txt'));
    chmodSync(path.join(repository.folder, 'both.txt'), 0o755);
    const paths = ['a.txt', 'b.txt', 'c.txt', 'new.txt', 'deleted.txt', 'both.txt', 'never-there', '../outside'];
    assert.deepEqual(await open().differing(base, paths), ['a.txt', 'new.txt', 'deleted.txt', 'both.txt']);
    assert.deepEqual(await open().differing(base, ['new.txt']), ['new.txt']);
    assert.deepEqual(await open().differing(base, []), []);
  });

  it('does not remove a folder of the user to make room', async () => {
    rmSync(path.join(repository.folder, 'a.txt'));
    repository.write('a.txt/theirs.txt', 'by the user\n');
    assert.match(why(await open().restore(['a.txt'], base)), /in the way/);
    assert.equal(read('a.txt/theirs.txt'), 'by the user\n');
  });
});
