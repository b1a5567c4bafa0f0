import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const projectRoot = path.resolve(import.meta.dirname, '..', '..', '..');
let built: string | null = null;

/** The program as it is shipped, built once for this process and beside what it needs; its path. */
export function builtLonghaul(): string {
  if (built !== null) return built;
  const root = mkdtempSync(path.join(tmpdir(), 'longhaul-built-'));
  process.once('exit', () => {
    rmSync(root, { recursive: true, force: true });
  });
  for (const name of ['skills', 'node_modules']) symlinkSync(path.join(projectRoot, name), path.join(root, name));
  execFileSync(process.execPath, ['esbuild.js', path.join(root, 'dist')], { cwd: projectRoot, stdio: 'pipe' });
  built = path.join(root, 'dist', 'longhaul.js');
  return built;
}
