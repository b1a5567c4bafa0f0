import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Skills } from '../../ports/skills.ts';

const frontMatter = /^---\n[\s\S]*?\n---\n+/;

function read(folder: string, name: string): string | null {
  try {
    return readFileSync(join(folder, `${name}.md`), 'utf8').replace(frontMatter, '');
  } catch {
    return null;
  }
}

/** Skills from folders, the first that has a text wins: the user's own before the built-in ones. */
export function skillTexts(folders: readonly (string | URL)[]): Skills {
  const known = new Map<string, string>();
  return {
    text: (name) => {
      const before = known.get(name);
      if (before !== undefined) return before;
      for (const folder of folders) {
        const text = read(typeof folder === 'string' ? folder : fileURLToPath(folder), name);
        if (text === null) continue;
        known.set(name, text);
        return text;
      }
      throw new Error(`The skill ${name} is missing: the installation is broken. Install Longhaul again.`);
    },
  };
}
