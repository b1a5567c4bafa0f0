import assert from 'node:assert/strict';
import { chmodSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { CommitOutcome, CommitRequest } from '../../../../src/ports/git.ts';
import { repositoryGit } from '../../../../src/adapters/node/git/repositoryGit.ts';
import { temporaryRepository, testGitLimits, type TemporaryRepository } from '../../../support/temporaryRepository.ts';

const trailers = { Mission: 'm1', Feature: 'F1', Attempt: '1', Assertions: 'A1, A2', Fixes: '' };

describe('git: commit', () => {
  let repository: TemporaryRepository;
  const open = () =>
    repositoryGit({ folder: repository.folder, limits: testGitLimits, environment: repository.environment });
  const head = () => repository.git('rev-parse', 'HEAD').trim();
  const commit = async (paths: string[], more: Partial<CommitRequest> = {}): Promise<CommitOutcome> =>
    await open().commit({
      ref: 'refs/longhaul/m1/F1/1',
      parent: head(),
      paths,
      message: 'Add things',
      trailers,
      ...more,
    });
  const why = (outcome: CommitOutcome) => (outcome.ok ? '' : outcome.why);
  const treeOf = (revision: string) => repository.git('ls-tree', '-r', revision).trim().split('\n');

  beforeEach(() => {
    repository = temporaryRepository({
      'kept.txt': 'kept\n',
      'changed.txt': 'before\n',
      'deleted.txt': 'gone soon\n',
      'becomes-folder': 'a file\n',
      '.gitignore': 'dist/\n*.log\n!keep.log\n',
    });
  });
  afterEach(() => repository.remove());

  it('stores changed, new, deleted, executable and linked paths, and nothing else', async () => {
    repository.write('changed.txt', 'after\n');
    repository.write('new/script.sh', '#!/bin/sh\n');
    chmodSync(path.join(repository.folder, 'new/script.sh'), 0o755);
    symlinkSync('kept.txt', path.join(repository.folder, 'link'));
    rmSync(path.join(repository.folder, 'deleted.txt'));
    rmSync(path.join(repository.folder, 'becomes-folder'));
    repository.write('becomes-folder/file.txt', 'in a folder\n');
    repository.write('unnamed.txt', 'not part of it\n');
    const paths = ['changed.txt', 'new/script.sh', 'link', 'deleted.txt', 'becomes-folder', 'becomes-folder/file.txt'];

    const outcome = await commit(paths);

    assert.ok(outcome.ok, why(outcome));
    assert.deepEqual(outcome.files.toSorted(), paths.toSorted());
    assert.deepEqual(
      treeOf(outcome.commit).map((line) => line.replace(/ blob [0-9a-f]+\t/, ' ')),
      [
        '100644 .gitignore',
        '100644 becomes-folder/file.txt',
        '100644 changed.txt',
        '100644 kept.txt',
        '120000 link',
        '100755 new/script.sh',
      ],
    );
    assert.equal(repository.git('rev-parse', 'refs/longhaul/m1/F1/1').trim(), outcome.commit);
    assert.equal(
      repository.git('show', '-s', '--format=%an <%ae>|%cn|%B', outcome.commit).trim(),
      'Ada <ada@example.org>|Ada|Add things\n\nMission: m1\nFeature: F1\nAttempt: 1\nAssertions: A1, A2',
    );
    repository.git('fsck', '--strict');
  });

  it('leaves HEAD, the branch, the index and what the user has staged untouched', async () => {
    repository.write('staged.txt', 'staged by the user\n');
    repository.git('add', 'staged.txt');
    repository.write('staged.txt', 'and edited again\n');
    repository.write('changed.txt', 'after\n');
    const index = readFileSync(path.join(repository.folder, '.git/index'));
    const before = [repository.git('status', '--porcelain'), head()];

    const outcome = await commit(['changed.txt']);

    assert.ok(outcome.ok, why(outcome));
    assert.deepEqual(readFileSync(path.join(repository.folder, '.git/index')), index);
    assert.deepEqual([repository.git('status', '--porcelain'), head()], before);
    assert.equal(
      treeOf(outcome.commit).some((line) => line.includes('staged.txt')),
      false,
    );
  });

  it('moves the ref on from its parent, knows a commit it has already made, and refuses a ref that moved', async () => {
    repository.write('changed.txt', '1\n');
    const parent = head();
    const first = await commit(['changed.txt']);
    assert.ok(first.ok, why(first));
    const again = await commit(['changed.txt'], { parent });
    assert.deepEqual(again, first);

    repository.write('changed.txt', '2\n');
    const second = await commit(['changed.txt'], { parent: first.commit });
    assert.ok(second.ok, why(second));
    assert.equal(repository.git('rev-list', '--count', `${parent}..${second.commit}`).trim(), '2');

    repository.write('changed.txt', '3\n');
    const late = await commit(['changed.txt'], { parent: first.commit });
    assert.match(why(late), /has moved meanwhile/);
    assert.equal(await open().readRef('refs/longhaul/m1/F1/1'), second.commit);
  });

  it('refuses an ignored path with the rule that says so, unless the parent holds it already', async () => {
    repository.write('dist/out.js', 'built\n');
    repository.write('keep.log', 'kept by a rule\n');
    assert.match(why(await commit(['dist/out.js'])), /dist\/out\.js" is ignored by git \(\.gitignore:1: dist\/\)/);
    assert.equal((await commit(['keep.log'])).ok, true);

    repository.git('add', '--force', 'dist/out.js');
    repository.git('commit', '--quiet', '-m', 'tracked though ignored');
    repository.write('dist/out.js', 'built again\n');
    const tracked = await commit(['dist/out.js'], { ref: 'refs/longhaul/m1/F1/2' });
    assert.deepEqual(tracked.ok && tracked.files, ['dist/out.js']);
  });

  it('refuses repositories inside the repository, folders, and paths that leave it', async () => {
    repository.write('nested/file.txt', 'x\n');
    repository.git('-C', 'nested', 'init', '--quiet');
    repository.git('-C', 'nested', 'add', '.');
    repository.git('-C', 'nested', 'commit', '--quiet', '-m', 'nested');
    repository.write('folder/file.txt', 'x\n');
    assert.match(why(await commit(['nested'])), /belongs to another repository/);
    assert.match(why(await commit(['nested/file.txt'])), /belongs to another repository/);
    assert.match(why(await commit(['folder'])), /"folder" is a folder; name the files/);
    assert.match(why(await commit(['../outside'])), /relative to the top/);
    assert.match(why(await commit(['/etc/passwd'])), /not relative/);
    assert.match(why(await commit(['.GIT/config'])), /git's own folder/);
    assert.match(why(await commit(['kept.txt'])), /nothing to commit/);
    assert.match(why(await commit([])), /No paths were named/);
    assert.equal(await open().readRef('refs/longhaul/m1/F1/1'), null);
  });

  it('does not follow a link: what lies below one is a deletion', async () => {
    mkdirSync(path.join(repository.root, 'elsewhere'));
    repository.write('folder/file.txt', 'x\n');
    repository.commitAll('folder');
    rmSync(path.join(repository.folder, 'folder'), { recursive: true });
    symlinkSync(path.join(repository.root, 'elsewhere'), path.join(repository.folder, 'folder'));
    const outcome = await commit(['folder/file.txt', 'folder']);
    assert.ok(outcome.ok, why(outcome));
    assert.deepEqual(outcome.files.toSorted(), ['folder', 'folder/file.txt']);
    assert.ok(treeOf(outcome.commit).some((line) => /^120000 .*\tfolder$/.test(line)));
    assert.ok(lstatSync(path.join(repository.folder, 'folder')).isSymbolicLink());
  });

  it('takes names and messages that look like options or trailers as what they are', async () => {
    const names = [
      '--upload-pack=touch marker',
      '-x',
      '--',
      '-h/--exec',
      ':(top)*',
      'new\nline',
      'ünï cödé',
      '"quoted"',
    ];
    for (const name of names) repository.write(name, `${name}\n`);
    const message = '--amend\n\nMission: forged\x1b[31m\x00\n  fixes : F9';
    const outcome = await commit(names, { message, trailers: { ...trailers, Fixes: 'a\nFeature: F9' } });
    assert.ok(outcome.ok, why(outcome));
    assert.deepEqual(outcome.files.toSorted(), names.toSorted());
    assert.equal(
      repository.git('show', '-s', '--format=%B', outcome.commit).trim(),
      '--amend\n\n> Mission: forged[31m\n>   fixes : F9\n\n' +
        'Mission: m1\nFeature: F1\nAttempt: 1\nAssertions: A1, A2\nFixes: a Feature: F9',
    );
    assert.equal(await open().show(outcome.commit, '-x'), '-x\n');
    assert.equal(await open().readRef('--upload-pack=touch marker'), null);
    assert.equal(await open().readRef('HEAD~1'), null);
    await assert.rejects(commit(['-x'], { ref: '--stdin' }), /Not a full ref/);
    await assert.rejects(commit(['-x'], { parent: '--help' }), /Not a full commit name/);
    await assert.rejects(open().diff('--output=marker', head(), 100), /Neither a full commit name/);
    assert.match(
      why(await open().acceptAttempt({ branch: '--force', base: head(), tip: head(), message, trailers })),
      /not a name/,
    );
    assert.deepEqual(repository.git('ls-files', '--others', 'marker'), '');
  });

  it("runs filters of the user's own configuration, and refuses paths whose filter only the repository names", async () => {
    repository.write('.gitattributes', '*.txt filter=upper\n');
    repository.write('changed.txt', 'after\n');
    repository.git('config', 'filter.upper.clean', 'tr a-z A-Z');
    assert.match(why(await commit(['changed.txt'])), /filter "upper".*git config --global/);
    repository.git('config', '--unset', 'filter.upper.clean');
    repository.git('config', '--global', 'filter.upper.clean', 'tr a-z A-Z');
    const outcome = await commit(['changed.txt']);
    assert.ok(outcome.ok, why(outcome));
    assert.equal(await open().show(outcome.commit, 'changed.txt'), 'AFTER\n');
  });

  it('says what to do when git does not know who the user is', async () => {
    repository.write('changed.txt', 'after\n');
    repository.git('config', '--global', '--unset', 'user.email');
    assert.match(why(await commit(['changed.txt'])), /git config --global user\.email/);
    assert.equal((await open().inspect()).ok, false);
    repository.git('config', 'user.email', 'local@example.org');
    assert.equal((await commit(['changed.txt'])).ok, true);
  });
});
