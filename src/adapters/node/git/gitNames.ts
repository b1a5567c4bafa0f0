/** Names that come from agents or people, checked before git sees them: none can become an option, a revision expression or a way out. */

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const FORBIDDEN_IN_REF = /[\0-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|\/\.|^\.|^-|^\/|\/$|\.$|\.lock(?:\/|$)/;
const CONTROL = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]/g;

/** A full object name; anything shorter or symbolic is refused because its meaning can change. */
function isCommitName(text: string): boolean {
  return COMMIT.test(text);
}

/** Throws: a caller that passes anything but a full commit name has a bug. */
export function requireCommitName(text: string): string {
  if (!isCommitName(text)) throw new Error(`Not a full commit name: ${JSON.stringify(text)}`);
  return text;
}

/** A full ref name (refs/…) as git itself would accept it. */
export function isRefName(ref: string): boolean {
  return /^refs\/[^/]+\/./.test(ref) && !FORBIDDEN_IN_REF.test(ref);
}

/** The full ref of a branch, or null where git would refuse the name. */
export function branchRef(branch: string): string | null {
  if (branch === '' || branch === 'HEAD' || branch === '@' || branch.startsWith('refs/')) return null;
  return FORBIDDEN_IN_REF.test(branch) ? null : `refs/heads/${branch}`;
}

/** A full commit name or full ref; throws otherwise. */
export function requireRevision(text: string): string {
  if (!isCommitName(text) && !isRefName(text) && text !== 'HEAD') {
    throw new Error(`Neither a full commit name nor a full ref: ${JSON.stringify(text)}`);
  }
  return text;
}

/** Why a path cannot lie in a repository, as a sentence, or null. Paths are relative to the top, with forward slashes. */
export function pathProblem(path: string): string | null {
  const shown = JSON.stringify(path);
  if (path === '') return 'A path is empty; name files relative to the top of the repository.';
  if (path.includes('\0')) return `The path ${shown} holds a NUL character, which no file name can.`;
  if (path.startsWith('/') || path.includes('\\') || /^[a-z]:/i.test(path)) {
    return `The path ${shown} is not relative with forward slashes; name files relative to the top of the repository.`;
  }
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..')) {
    return `The path ${shown} has an empty, "." or ".." part; name files relative to the top of the repository.`;
  }
  if (parts.some((part) => isGitFolderName(part)))
    return `The path ${shown} leads into git's own folder, which is never committed or restored.`;
  return null;
}

/** ".git" in the spellings that some file system takes for it (case, trailing dots, short names, ignorable characters). */
function isGitFolderName(part: string): boolean {
  const plain = part
    .replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, '')
    .toLowerCase()
    .replace(/[. ]+$/, '');
  return plain === '.git' || plain === 'git~1' || plain.startsWith('.git:') || plain.startsWith('.git::');
}

/** Text for a commit message without control characters (line ends stay). */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(CONTROL, '');
}

/** For sentences: the first characters of a commit name. */
export function shortName(commit: string): string {
  return commit.slice(0, 10);
}
