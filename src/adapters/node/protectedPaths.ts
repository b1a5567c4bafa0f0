const protectedNames = new Map<string, string>([
  ['.git', "belongs to git; use the commit tool for the repository's history"],
  ['.vscode', 'holds editor settings that can run programs; the user edits it'],
  ['.idea', 'holds editor settings that can run programs; the user edits it'],
  ['.longhaul', "holds Longhaul's own settings; the user edits it"],
  ['.mcp.json', 'names programs that other tools start; the user edits it'],
  ['.gitconfig', 'configures git for every repository; the user edits it'],
]);

const shellStartUpFiles = new Set(
  ['.bashrc', '.bash_profile', '.bash_login', '.bash_logout', '.bash_aliases', '.profile', '.zshrc', '.zshenv'].concat([
    '.zprofile',
    '.zlogin',
    '.zlogout',
    '.kshrc',
    '.cshrc',
    '.tcshrc',
    '.login',
    '.inputrc',
  ]),
);

/** Names by which a file system that allows short or ignorable spellings would find the same entry. */
const otherSpellings = new Map([
  ['git~1', '.git'],
  ['vscode~1', '.vscode'],
  ['longha~1', '.longhaul'],
]);

const invisibleCharacters = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
const windowsDevice = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/u;
const harmlessEnvironmentFiles = /^\.env(\.[a-z0-9_-]+)*\.(example|sample|template|dist|defaults|schema)$/u;

/** Why no agent may write below this path, or null. Segments are compared as a case-insensitive file system would. */
export function whyProtected(segments: readonly string[]): string | null {
  for (const segment of segments) {
    const name = foldedName(segment);
    const reason = protectedNames.get(name);
    if (reason !== undefined) return `"${name}" ${reason}.`;
    if (shellStartUpFiles.has(name)) return `"${name}" is run by every new shell; the user edits it.`;
    if (name.endsWith('.code-workspace'))
      return `"${name}" holds editor settings that can run programs; the user edits it.`;
  }
  return null;
}

/** True for files that hold secrets by convention (`.env`, `.env.local`, `.envrc`), false for their examples. */
export function holdsSecrets(segments: readonly string[]): boolean {
  return segments.some((segment) => {
    const name = foldedName(segment);
    if (name === '.envrc' || name === '.env') return true;
    return name.startsWith('.env') && /^\.env[._-]/u.test(name) && !harmlessEnvironmentFiles.test(name);
  });
}

/** Why a name cannot be used on every system (Windows devices and streams, control characters, backslashes), or null. */
export function whyNotPortable(segments: readonly string[]): string | null {
  for (const segment of segments) {
    if (/[\u0000-\u001f\u007f]/u.test(segment)) return 'it contains a control character; use printable names.';
    if (segment.includes(':'))
      return `"${segment}" contains a colon, which names a stream on Windows; use another name.`;
    if (segment.includes('\\')) return `"${segment}" contains a backslash; separate folders with forward slashes.`;
    if (windowsDevice.test(segment.toLowerCase().replace(/[ .]+$/u, ''))) {
      return `"${segment}" is the name of a device on Windows; use another name.`;
    }
  }
  return null;
}

/** The name as the most lenient file system compares it: case, invisible characters, trailing dots and blanks, streams. */
function foldedName(segment: string): string {
  const plain = segment.normalize('NFKC').replace(invisibleCharacters, '').toLowerCase();
  const name = plain.replace(/:.*$/su, '').replace(/[ .]+$/u, '');
  return otherSpellings.get(name) ?? name;
}
