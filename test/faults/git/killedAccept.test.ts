import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { identityOfThisProcess } from '../../../src/adapters/node/processIdentity.ts';
import { repositoryGit } from '../../../src/adapters/node/git/repositoryGit.ts';
import { temporaryRepository, testGitLimits, type TemporaryRepository } from '../../support/temporaryRepository.ts';

const trailers = { Mission: 'm1', Feature: 'F1', Attempt: '1', Assertions: '', Fixes: '' };
const program = path.join(import.meta.dirname, 'acceptProcess.ts');

describe('git: kill -9 while an attempt is accepted', () => {
  let repository: TemporaryRepository;
  let base: string;
  let tip: string;
  const open = () =>
    repositoryGit({ folder: repository.folder, limits: testGitLimits, environment: repository.environment });
  const status = () =>
    repository
      .git('status', '--porcelain')
      .split('\n')
      .filter((line) => line !== '');
  const gitFolder = () => readdirSync(path.join(repository.folder, '.git'));

  /** A mission branch, an attempt of 40 files, and a user who has staged, edited and not told git about something. */
  const prepare = async () => {
    const files = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`src/file-${index}.txt`, `${index}\n`]));
    repository = temporaryRepository({ ...files, 'theirs.txt': 't\n', 'edited.txt': 'e\n' });
    base = repository.git('rev-parse', 'HEAD').trim();
    const git = open();
    assert.deepEqual(await git.beginBranch('mission/one', base), { ok: true });
    const paths = Object.keys(files).slice(0, 40);
    for (const file of paths.slice(2)) repository.write(file, `${file}, by the attempt\n`);
    for (const file of paths.slice(0, 2)) rmSync(path.join(repository.folder, file));
    repository.write('new.txt', 'new\n');
    const request = { ref: 'refs/longhaul/m1/F1/1', parent: base, message: 'step', trailers };
    const commit = await git.commit({ ...request, paths: [...paths, 'new.txt'] });
    assert.ok(commit.ok);
    tip = commit.commit;
    repository.write('theirs.txt', 'staged\n');
    repository.git('add', 'theirs.txt');
    repository.write('edited.txt', 'edited\n');
    repository.write('untracked.txt', 'untracked\n');
  };

  /** The user's git, which kills its whole process group just before or after its n-th start. */
  const killingGit = (moment: 'before' | 'after', start: number): string => {
    const folder = path.join(repository.root, 'bin');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    const kill = `[ "$n" = ${start} ] && kill -9 0`;
    const [before, after] = moment === 'before' ? [kill, ''] : ['', kill];
    const lines = ['#!/bin/sh', `n=$(($(cat ${folder}/count 2>/dev/null) + 1))`, `echo $n > ${folder}/count`];
    lines.push(before, `${real} "$@"`, 'code=$?', after, 'exit $code', '');
    writeFileSync(path.join(folder, 'git'), lines.join('\n'), { mode: 0o755 });
    return `${folder}:${process.env['PATH'] ?? ''}`;
  };

  interface Killing {
    PATH?: string;
    delayMs?: number;
  }

  /** Runs the call in a process group of its own. */
  const acceptAndKill = async ({ PATH, delayMs }: Killing): Promise<{ killed: boolean; ranMs: number }> => {
    const child = spawn(process.execPath, [program, repository.folder, base, tip], {
      env: PATH === undefined ? repository.environment : { ...repository.environment, PATH },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    const { pid } = child;
    assert.ok(pid);
    const exited = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
    let startedAt = 0;
    let timer: NodeJS.Timeout | undefined;
    child.stdout.once('data', () => {
      startedAt = performance.now();
      if (delayMs !== undefined) timer = setTimeout(() => process.kill(pid, 'SIGKILL'), delayMs);
    });
    const signal = await exited;
    clearTimeout(timer);
    return { killed: signal === 'SIGKILL', ranMs: performance.now() - startedAt };
  };

  const assertAccepted = async () => {
    const outcome = await open().acceptAttempt({ branch: 'mission/one', base, tip, message: 'Feature one', trailers });
    assert.ok(outcome.ok, outcome.ok ? '' : outcome.why);
    assert.equal(repository.git('rev-parse', 'mission/one').trim(), outcome.commit);
    assert.equal(repository.git('rev-list', '--count', `${base}..HEAD`).trim(), '1');
    assert.equal(repository.git('rev-parse', 'HEAD^{tree}'), repository.git('rev-parse', `${tip}^{tree}`));
    assert.deepEqual(status(), [' M edited.txt', 'M  theirs.txt', '?? untracked.txt']);
    assert.equal(repository.git('show', ':theirs.txt'), 'staged\n');
    assert.deepEqual(
      gitFolder().filter((name) => /longhaul|\.lock$/.test(name)),
      [],
    );
    repository.git('fsck', '--strict');
  };

  afterEach(() => repository.remove());

  const isMoved = () => repository.git('rev-parse', 'mission/one').trim() !== base;

  it('around every git process of the call, and at random: the same call then finishes, with one commit', async function () {
    this.timeout(120_000);
    await prepare();
    const prepared = path.join(repository.root, 'prepared');
    const copy = (from: string, to: string) => cpSync(from, to, { recursive: true, preserveTimestamps: true });
    const startOver = () => {
      rmSync(repository.folder, { recursive: true });
      copy(prepared, repository.folder);
    };
    copy(repository.folder, prepared);
    const seen = { kills: 0, moved: 0, locked: 0 };
    const after = async () => {
      seen.kills += 1;
      if (isMoved()) seen.moved += 1;
      if (existsSync(path.join(repository.folder, '.git/index.lock'))) seen.locked += 1;
      await assertAccepted();
      startOver();
    };
    for (let start = 1, isOver = false; !isOver; start += 1) {
      isOver = !(await acceptAndKill({ PATH: killingGit('before', start) })).killed;
      if (isOver) startOver();
      else await after();
      if (!isOver && (await acceptAndKill({ PATH: killingGit('after', start) })).killed) await after();
    }
    const { ranMs } = await acceptAndKill({});
    startOver();
    for (let point = 0; point < 6; point += 1) {
      await acceptAndKill({ delayMs: ranMs * (0.3 + 0.7 * Math.random()) });
      await after();
    }
    assert.ok(seen.kills >= 18 && seen.moved >= 4 && seen.locked >= 6, JSON.stringify(seen));
  });

  it('removes a lock of its own only: one of somebody else stays, with a sentence', async () => {
    await prepare();
    const accept = async () =>
      await open().acceptAttempt({ branch: 'mission/one', base, tip, message: 'Feature one', trailers });
    const gone = { ...(await identityOfThisProcess()), startedAt: 'long ago' };
    const marker = (longhaul: string) => {
      const refs = [{ file: 'refs/heads/mission/one.lock', content: tip }];
      return JSON.stringify({ longhaul, ...gone, sinceMs: Date.now(), refs, earlier: [] });
    };
    const file = (name: string) => path.join(repository.folder, '.git', name);
    // The marker of a process that is gone names neither this index.lock nor this content of the ref's lock.
    writeFileSync(file('longhaul-lock'), marker('ours'));
    writeFileSync(file('index.lock'), marker('not ours'));
    const refused = await accept();
    assert.match(refused.ok ? '' : refused.why, /Another git command holds/);
    assert.ok(existsSync(file('index.lock')));
    rmSync(file('index.lock'));

    writeFileSync(file('longhaul-lock'), marker('ours'));
    writeFileSync(file('refs/heads/mission/one.lock'), base);
    const other = await accept();
    assert.match(other.ok ? '' : other.why, /one\.lock/);
    assert.ok(existsSync(file('refs/heads/mission/one.lock')));
    writeFileSync(file('longhaul-lock'), marker('ours'));
    writeFileSync(file('refs/heads/mission/one.lock'), `${tip}\n`);
    await assertAccepted();
  });
});
