import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A real repository in a temporary folder, with a home of its own, so that the machine's configuration plays no part. */
export interface TemporaryRepository {
  /** Holds everything; removed by `remove`. */
  root: string;
  /** Top of the repository. */
  folder: string;
  environment: NodeJS.ProcessEnv;
  /** Runs the user's git; returns standard output. */
  git(...args: string[]): string;
  write(file: string, content: string): void;
  /** Commits everything; returns the commit. */
  commitAll(message: string): string;
  remove(): void;
}

/** With `files` there is a first commit that holds them; without, an empty repository. */
export function temporaryRepository(files: Record<string, string> = {}): TemporaryRepository {
  const root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'longhaul-git-')));
  const folder = path.join(root, 'repository');
  const home = path.join(root, 'home');
  mkdirSync(folder);
  mkdirSync(home);
  writeFileSync(
    path.join(home, '.gitconfig'),
    '[user]\n\tname = Ada\n\temail = ada@example.org\n[init]\n\tdefaultBranch = main\n',
  );
  const environment: NodeJS.ProcessEnv = { PATH: process.env['PATH'], HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const write = (file: string, content: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  };
  const commitAll = (message: string) => {
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD').trim();
  };
  git('init', '--quiet');
  for (const [file, content] of Object.entries(files)) write(file, content);
  if (Object.keys(files).length > 0) commitAll('first');
  const remove = () => rmSync(root, { recursive: true, force: true });
  return { root, folder, environment, git, write, commitAll, remove };
}

export const testGitLimits = { lockWaitMs: 300, lockPollMs: 10, orphanSettleMs: 100, commandLimitMs: 20_000 };
