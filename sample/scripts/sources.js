import { readdirSync } from 'node:fs';

/** The JavaScript files of this repository, as paths from its root. */
export function sources() {
  return ['src', 'public', 'scripts', 'test'].flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((path) => path.endsWith('.js'))
      .sort(),
  );
}
