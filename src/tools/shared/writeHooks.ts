import type { Files } from '../../ports/files.ts';

/** Told after a tool has changed a file, with its path in the workspace, so that a role can keep its records. */
export type OnWrote = (path: string) => Promise<void>;

export async function tellWrote(files: Files, path: string, onWrote: OnWrote | undefined): Promise<void> {
  if (!onWrote) return;
  const resolved = await files.resolve(path, 'write');
  await onWrote(resolved.ok ? resolved.value : path);
}
