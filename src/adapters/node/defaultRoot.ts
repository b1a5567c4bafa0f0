import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** `LONGHAUL_HOME`, or `.longhaul` in the user's home. */
export function defaultRoot(environment: Record<string, string | undefined> = process.env): string {
  const chosen = environment['LONGHAUL_HOME'] ?? '';
  return chosen === '' ? join(homedir(), '.longhaul') : resolve(chosen);
}

/** Whether any mission was ever begun below the root; an empty root means the default one. Cheap: nothing is read. */
export function hasMissions(root: string): boolean {
  try {
    return readdirSync(join(root === '' ? defaultRoot() : root, 'missions')).length > 0;
  } catch {
    return false;
  }
}
