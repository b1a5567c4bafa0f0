import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { smallRepository } from '../support/smallMission/smallRepository.ts';

const FILES_PER_FOLDER = 40;
const FOLDERS_PER_PART = 8;

/** The small repository with `files` further files in folders of 40, at `folder`. All of it is committed. */
export function benchRepository(folder: string, files: number): void {
  const small = smallRepository();
  cpSync(small, folder, { recursive: true });
  rmSync(small, { recursive: true, force: true });
  for (let number = 0; number < files; number += 1) {
    const unit = Math.floor(number / FILES_PER_FOLDER);
    const place = path.join(folder, 'library', `part${Math.floor(unit / FOLDERS_PER_PART)}`, `unit${unit}`);
    mkdirSync(place, { recursive: true });
    writeFileSync(path.join(place, `module${number}.js`), content(number));
  }
  const git = (...args: string[]): Buffer => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
  git('add', '.');
  git('commit', '-q', '-m', 'a library');
}

function content(number: number): string {
  const lines = Array.from(
    { length: 10 + (number % 50) },
    (_, line) => `export const value${line} = ${number} * ${line} + offset('module${number}');`,
  );
  return `import { offset } from './offset.js';\n\n${lines.join('\n')}\n`;
}
