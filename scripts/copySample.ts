import { execFileSync } from 'node:child_process';
import { cpSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

const sample = path.resolve(import.meta.dirname, '..', 'sample');

/**
 * Copies the sample to `folder`, which must not exist yet, as a repository with one commit, whose author nobody's
 * configuration need name. A copy that was cut off leaves nothing there.
 */
export function copySample(folder: string): void {
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(sample, unfinished, { recursive: true, filter: (file) => path.basename(file) !== 'node_modules' });
  const git = (...args: string[]) => {
    execFileSync('git', args, { cwd: unfinished, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Shelf');
  git('config', 'user.email', 'shelf@example.invalid');
  git('config', 'commit.gpgsign', 'false');
  git('add', '--all');
  git('commit', '--quiet', '-m', 'The shelf as it was');
  renameSync(unfinished, folder);
}
