import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { repositoryGit } from '../../../../src/adapters/node/git/repositoryGit.ts';
import { nodeWorkspaces } from '../../../../src/adapters/node/workspaces.ts';
import type { Files } from '../../../../src/ports/files.ts';
import type { Shell } from '../../../../src/ports/shell.ts';
import { temporaryRepository, testGitLimits, type TemporaryRepository } from '../../../support/temporaryRepository.ts';

describe('workspaces', () => {
  let repository: TemporaryRepository;
  let first: string;
  let second: string;
  let stopped: string[];

  const open = (folder = repository.folder) => {
    const { environment } = repository;
    const git = repositoryGit({ folder, limits: testGitLimits, environment });
    // Stand-ins that only say where they are: files and commands are other people's adapters.
    const filesAt = (at: string) => ({ at }) as Partial<Files> as Files;
    const shellAt = (at: string, run: number) =>
      ({ stopAll: async () => void stopped.push(`${path.basename(at)}:${run}`) }) as Partial<Shell> as Shell;
    const root = path.join(repository.root, 'longhaul');
    return nodeWorkspaces({
      userFolder: folder,
      root,
      missionId: 'm1',
      git,
      filesAt,
      shellAt,
      limits: testGitLimits,
      environment,
    });
  };
  const gitIn = (folder: string, ...args: string[]) =>
    execFileSync('git', args, { cwd: folder, env: repository.environment, encoding: 'utf8' }).trim();
  const names = (folder: string) =>
    readdirSync(folder)
      .filter((name) => name !== '.git')
      .toSorted();

  beforeEach(() => {
    stopped = [];
    repository = temporaryRepository({ 'a.txt': 'one\n', 'src/b.txt': 'b\n', '.gitignore': 'node_modules/\n' });
    first = repository.git('rev-parse', 'HEAD').trim();
    repository.write('a.txt', 'two\n');
    repository.write('c.txt', 'c\n');
    second = repository.commitAll('second');
    repository.git('gc', '--quiet');
    repository.write('d.txt', 'not committed\n');
    repository.write('node_modules/x.js', 'x\n');
  });
  afterEach(() => repository.remove());

  it('makes a private clone at a commit, with the history, without remotes, hooks or the rest of the tree', async () => {
    const { folder, files, shell } = await open().clone('scout-1', second, 7);
    assert.equal(folder, path.join(repository.root, 'longhaul/work/m1/scout-1'));
    assert.ok(files);
    assert.ok(shell);
    assert.deepEqual(names(folder), ['.gitignore', 'a.txt', 'c.txt', 'src']);
    assert.equal(readFileSync(path.join(folder, 'a.txt'), 'utf8'), 'two\n');
    assert.equal(gitIn(folder, 'rev-parse', 'HEAD'), second);
    assert.equal(gitIn(folder, 'rev-list', '--count', 'HEAD'), '2');
    assert.equal(gitIn(folder, 'status', '--porcelain'), '');
    assert.equal(gitIn(folder, 'remote'), '');
    assert.equal(existsSync(path.join(folder, '.git/hooks')), false);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    gitIn(folder, 'fsck', '--strict');
  });

  it("shares no file with the user's repository", async () => {
    const { folder } = await open().clone('scout-1', second, 7);
    const pack = path.join(folder, '.git/objects/pack');
    for (const name of readdirSync(pack)) {
      assert.equal(statSync(path.join(pack, name)).nlink, 1);
      chmodSync(path.join(pack, name), 0o600);
      truncateSync(path.join(pack, name));
    }
    repository.git('fsck', '--strict');
  });

  it('resets a used clone: changes, untracked and ignored files, locks, hooks and hidden index flags are gone', async () => {
    const workspaces = open();
    const { folder } = await workspaces.clone('reviewer', second, 1);
    writeFileSync(path.join(folder, 'a.txt'), 'changed by an agent\n');
    gitIn(folder, 'update-index', '--assume-unchanged', 'a.txt');
    gitIn(folder, 'config', 'core.fsmonitor', 'touch /tmp/never');
    mkdirSync(path.join(folder, 'node_modules/closed'), { recursive: true });
    writeFileSync(path.join(folder, 'node_modules/closed/file'), 'x');
    chmodSync(path.join(folder, 'node_modules/closed'), 0o500);
    writeFileSync(path.join(folder, '.git/index.lock'), '');
    mkdirSync(path.join(folder, '.git/hooks'));
    gitIn(folder, 'init', '--quiet', 'nested');
    await workspaces.clone('reviewer', first, 2);
    assert.deepEqual(names(folder), ['.gitignore', 'a.txt', 'src']);
    assert.equal(readFileSync(path.join(folder, 'a.txt'), 'utf8'), 'one\n');
    assert.equal(gitIn(folder, 'status', '--porcelain', '--ignored'), '');
    assert.equal(gitIn(folder, 'rev-parse', 'HEAD'), first);
    assert.throws(() => gitIn(folder, 'config', 'core.fsmonitor'));
    assert.deepEqual(stopped, ['reviewer:1']);
  });

  it('brings commits that were made since, also those only on a ref of a mission', async () => {
    const workspaces = open();
    await workspaces.clone('reviewer', second, 1);
    repository.write('e.txt', 'e\n');
    const trailers = { Mission: 'm1', Feature: 'F', Attempt: '1', Assertions: '', Fixes: '' };
    const request = { ref: 'refs/longhaul/m1/F/1', parent: second, paths: ['e.txt'], message: 'x', trailers };
    const commit = await workspaces.git.commit(request);
    assert.ok(commit.ok);
    const { folder } = await workspaces.clone('reviewer', commit.commit, 2);
    assert.equal(readFileSync(path.join(folder, 'e.txt'), 'utf8'), 'e\n');
  });

  it('completes a clone that was half made when the process was killed, and repairs a damaged one', async () => {
    const workspaces = open();
    const folder = path.join(repository.root, 'longhaul/work/m1/half');
    mkdirSync(path.join(folder, '.git/objects/pack'), { recursive: true });
    writeFileSync(path.join(folder, '.git/objects/pack/tmp_longhaul'), 'half a pack');
    writeFileSync(path.join(folder, '.git/HEAD'), '');
    writeFileSync(path.join(folder, 'left-over.txt'), 'x');
    await workspaces.clone('half', second, 1);
    assert.deepEqual(names(folder), ['.gitignore', 'a.txt', 'c.txt', 'src']);
    const pack = path.join(folder, '.git/objects/pack');
    for (const name of readdirSync(pack)) rmSync(path.join(pack, name));
    writeFileSync(path.join(folder, '.git/config'), 'broken [');
    await workspaces.clone('half', first, 1);
    gitIn(folder, 'fsck', '--strict');
  });

  it('clones from a linked worktree, and from a repository that borrows objects', async () => {
    const linked = path.join(repository.root, 'linked');
    repository.git('worktree', 'add', '--quiet', '-b', 'side', linked);
    const fromLinked = await open(linked).clone('one', first, 1);
    assert.equal(gitIn(fromLinked.folder, 'rev-parse', 'HEAD'), first);
    const borrower = path.join(repository.root, 'borrower');
    repository.git('clone', '--quiet', '--shared', repository.folder, borrower);
    const fromBorrower = await open(borrower).clone('two', second, 1);
    gitIn(fromBorrower.folder, 'fsck', '--strict');
    assert.equal(existsSync(path.join(fromBorrower.folder, '.git/objects/info/alternates')), false);
  });

  it('makes an empty folder anew', async () => {
    const workspaces = open();
    const folder = await workspaces.emptyFolder('tools');
    writeFileSync(path.join(folder, 'left-over.txt'), 'x');
    assert.equal(await workspaces.emptyFolder('tools'), folder);
    assert.deepEqual(readdirSync(folder), []);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    await workspaces.discard('tools');
    assert.equal(existsSync(folder), false);
  });

  it('discards everything of the mission at once, also what an earlier process left', async () => {
    await open().clone('scout-1', first, 3);
    const workspaces = open();
    await workspaces.clone('scout-2', first, 4);
    const folder = await workspaces.emptyFolder('data');
    await workspaces.discardAll();
    assert.deepEqual([existsSync(path.dirname(folder)), stopped], [false, ['scout-2:4']]);
    await workspaces.clone('scout-2', first, 4);
  });

  it('discards a clone with what runs in it, and refuses names that lead elsewhere', async () => {
    const workspaces = open();
    const { folder } = await workspaces.clone('scout-1', second, 7);
    await workspaces.discard('scout-1');
    await workspaces.discard('never-made');
    assert.equal(existsSync(folder), false);
    assert.deepEqual(stopped, ['scout-1:7']);
    for (const name of ['..', 'a/b', '-x', '', '.git']) await assert.rejects(workspaces.discard(name), /Not a name/);
    await assert.rejects(workspaces.clone('scout-1', '--upload-pack=x', 1), /Not a full commit name/);
    const missing = 'f'.repeat(40);
    await assert.rejects(workspaces.clone('scout-1', missing, 1), /could not be checked out.*git fsck/s);
    assert.equal(workspaces.userTree(3).folder, repository.folder);
  });
});
