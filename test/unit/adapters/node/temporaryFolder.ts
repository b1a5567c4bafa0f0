import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A folder that is removed when the test file is through; its path has no links in it. */
export function temporaryFolder(): { path: string; remove(): void } {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'longhaul-test-')));
  return { path: folder, remove: () => fs.rmSync(folder, { recursive: true, force: true }) };
}

/** Writes files (path → text) below a folder. */
export function plant(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
}
