import type { FileChange } from '../../../ports/git.ts';
import { branchRef, isRefName, pathProblem, requireCommitName, requireRevision } from './gitNames.ts';
import { resolveCommits, type Repository } from './repository.ts';

/** See Git.readRef. Full refs, HEAD, or the short name of a branch. One git process. */
export async function readRef(repository: Repository, ref: string): Promise<string | null> {
  const name = ref === 'HEAD' || isRefName(ref) ? ref : branchRef(ref);
  if (name === null) return null;
  const [commit = null] = await resolveCommits(repository, [name]);
  return commit;
}

/** See Git.changes. One git process. */
export async function listChanges({ git }: Repository, base: string, head: string): Promise<FileChange[]> {
  const output = await git.output({
    args: [
      ...[
        'diff-tree',
        '-r',
        '-z',
        '-M',
        '--raw',
        '--numstat',
        '--no-ext-diff',
        '--no-textconv',
        '--ignore-submodules=all',
      ],
      ...['--end-of-options', requireRevision(base), requireRevision(head)],
    ],
  });
  const changes = new Map<string, FileChange>();
  const fields = output.split('\0').values();
  for (const field of fields) {
    const raw = /^:\S+ \S+ \S+ \S+ ([A-Z])/.exec(field);
    const counts = /^(\d+|-)\t(\d+|-)\t(.*)$/s.exec(field);
    if (raw !== null) {
      const status = statusOf(raw[1] ?? '');
      const first = take(fields);
      const path = status === 'renamed' ? take(fields) : first;
      changes.set(path, { path, status, addedLines: 0, removedLines: 0 });
    } else if (counts !== null) {
      const [, added = '', removed = '', direct = ''] = counts;
      // A rename has an empty name here, followed by the old one and the new one.
      const path = direct === '' ? take(fields, 2) : direct;
      const change = changes.get(path);
      if (change !== undefined) Object.assign(change, { addedLines: lines(added), removedLines: lines(removed) });
    }
  }
  return [...changes.values()];
}

function take(fields: Iterator<string>, times = 1): string {
  let value = '';
  for (let time = 0; time < times; time += 1) value = String(fields.next().value);
  return value;
}

/** Binary files have "-" for their lines. */
function lines(count: string): number {
  return count === '-' ? 0 : Number(count);
}

function statusOf(letter: string): FileChange['status'] {
  const names: Record<string, FileChange['status']> = { A: 'added', D: 'deleted', R: 'renamed' };
  return names[letter] ?? 'changed';
}

/** See Git.diff. One git process, stopped when it has written enough. */
export async function readDiff(
  { git }: Repository,
  { base, head, maxBytes }: { base: string; head: string; maxBytes: number },
): Promise<string> {
  const output = await git.output({
    args: [
      ...['diff-tree', '-r', '-p', '-M', '--no-color', '--no-ext-diff', '--no-textconv', '--ignore-submodules=all'],
      ...['--end-of-options', requireRevision(base), requireRevision(head)],
    ],
    maxBytes,
  });
  const bytes = Buffer.from(output);
  if (bytes.length <= maxBytes) return output;
  const whole = new TextDecoder().decode(bytes.subarray(0, maxBytes), { stream: true });
  return `${whole}\n[cut here: the diff is longer than ${maxBytes} bytes]\n`;
}

/** See Git.show. One git process. */
export async function showFile({ git }: Repository, commit: string, path: string): Promise<string | null> {
  if (pathProblem(path) !== null) return null;
  const shown = await git.tryOutput({ args: ['cat-file', 'blob', `${requireCommitName(commit)}:${path}`] });
  return shown.ok ? shown.output : null;
}
