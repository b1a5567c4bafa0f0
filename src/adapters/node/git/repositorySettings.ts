import { statSync } from 'node:fs';
import path from 'node:path';
import type { HardenedGit } from './hardenedGit.ts';

/** What git's configuration says that matters here. */
export interface RepositorySettings {
  hasIdentity: boolean;
  /**
   * Filter drivers whose programs only the repository's own configuration names. They are never run on the host: a
   * repository could bring its own. Drivers of the user's or the system's configuration, and git-lfs as it installs itself, are.
   */
  localFilters: readonly string[];
}

export interface SettingsReader {
  /** Costs one git process, and none while no configuration file has changed. */
  read(): Promise<RepositorySettings>;
}

interface ConfigEntry {
  scope: string;
  origin: string;
  key: string;
  value: string;
}

const LFS_COMMANDS = [
  'git-lfs clean -- %f',
  'git-lfs smudge -- %f',
  'git-lfs smudge --skip -- %f',
  'git-lfs filter-process',
  'git-lfs filter-process --skip',
];

export function settingsReader(git: HardenedGit, environment: NodeJS.ProcessEnv): SettingsReader {
  let known: { settings: RepositorySettings; files: string[]; signature: string } | null = null;
  return {
    read: async () => {
      if (known !== null && signatureOf(known.files) === known.signature) return known.settings;
      const usual = usualFiles(git, environment);
      const before = signatureOf(usual);
      const entries = parseConfig(
        await git.output({ args: ['config', '--list', '--show-scope', '--show-origin', '-z'] }),
      );
      const files = [...new Set([...usual, ...originFiles(entries, git.place.top)])];
      const settings = { hasIdentity: hasIdentity(entries), localFilters: localFilters(entries) };
      // A file that changed while git was reading makes the answer good for this call only.
      known = signatureOf(usual) === before ? { settings, files, signature: signatureOf(files) } : null;
      return settings;
    },
  };
}

function usualFiles({ place }: HardenedGit, environment: NodeJS.ProcessEnv): string[] {
  const home = environment['HOME'] ?? environment['USERPROFILE'] ?? '';
  return [
    path.join(place.commonFolder, 'config'),
    path.join(place.gitFolder, 'config.worktree'),
    path.join(home, '.gitconfig'),
    path.join(environment['XDG_CONFIG_HOME'] ?? path.join(home, '.config'), 'git', 'config'),
    '/etc/gitconfig',
  ];
}

function originFiles(entries: ConfigEntry[], top: string): string[] {
  const origins = new Set(entries.map(({ origin }) => origin).filter((origin) => origin.startsWith('file:')));
  return [...origins].map((origin) => path.resolve(top, origin.slice('file:'.length)));
}

function signatureOf(files: string[]): string {
  return files
    .map((file) => {
      const stats = statSync(file, { throwIfNoEntry: false });
      return stats === undefined ? '-' : [stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs].join(':');
    })
    .join(' ');
}

function parseConfig(output: string): ConfigEntry[] {
  const fields = output.split('\0');
  const entries: ConfigEntry[] = [];
  for (let index = 0; index + 2 < fields.length; index += 3) {
    const [scope = '', origin = '', setting = ''] = fields.slice(index, index + 3);
    const lineEnd = setting.indexOf('\n');
    const key = lineEnd < 0 ? setting : setting.slice(0, lineEnd);
    entries.push({ scope, origin, key, value: lineEnd < 0 ? '' : setting.slice(lineEnd + 1) });
  }
  return entries;
}

function hasIdentity(entries: ConfigEntry[]): boolean {
  const given = (key: string) => entries.findLast((entry) => entry.key === key)?.value.trim() ?? '';
  const complete = (role: string) =>
    ['name', 'email'].every((part) => given(`${role}.${part}`) !== '' || given(`user.${part}`) !== '');
  return complete('author') && complete('committer');
}

function localFilters(entries: ConfigEntry[]): string[] {
  const names = new Set<string>();
  for (const { scope, key, value } of entries) {
    const name = /^filter\.(.+)\.(?:clean|smudge|process)$/s.exec(key)?.[1];
    if (name === undefined || (scope !== 'local' && scope !== 'worktree')) continue;
    if (value !== '' && !(name === 'lfs' && LFS_COMMANDS.includes(value))) names.add(name);
  }
  return [...names];
}
