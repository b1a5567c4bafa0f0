import type { HardenedGit } from './hardenedGit.ts';

export interface IgnoredPath {
  file: string;
  /** Where the rule stands, and its pattern. */
  rule: string;
}

/** Which of the paths git's ignore rules leave out, tracked or not. One git process. */
export async function ignoredPaths(git: HardenedGit, paths: readonly string[]): Promise<IgnoredPath[]> {
  if (paths.length === 0) return [];
  // check-ignore knows no literal pathspecs; a leading "./" keeps ":" from being one.
  const answer = await git.tryOutput({
    args: ['check-ignore', '--no-index', '--verbose', '-z', '--stdin'],
    input: paths.map((file) => `./${file}\0`).join(''),
    globPathspecs: true,
  });
  if (!answer.ok && answer.failure.exitCode === 1) return [];
  if (!answer.ok) throw answer.failure;
  const fields = answer.output.split('\0');
  const ignored: IgnoredPath[] = [];
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [source = '', line = '', pattern = '', file = ''] = fields.slice(at, at + 4);
    // A pattern with "!" says that the path is not ignored.
    if (!pattern.startsWith('!')) ignored.push({ file: file.slice(2), rule: `${source}:${line}: ${pattern}` });
  }
  return ignored;
}
