import fs from 'node:fs';
import path from 'node:path';
import type { FileResult } from '../../ports/files.ts';
import { holdsSecrets, whyNotPortable, whyProtected } from './protectedPaths.ts';

/** `entry` = the link itself where the last name is one (remove, move); `hash` discloses no content, so secrets may be hashed. */
export type PathIntent = 'read' | 'write' | 'hash' | 'entry';

export interface ResolvedPath {
  /** Relative to the workspace with forward slashes, links resolved; '' is the workspace itself. */
  relative: string;
  /** The real path: no segment of it was a link when it was resolved. */
  absolute: string;
  /** Whether something stood there when it was resolved. */
  exists: boolean;
}

export interface PathResolver {
  /** The real path of the workspace. */
  folder: string;
  resolve(requested: string, intent: PathIntent): FileResult<ResolvedPath>;
  /** True if this real path is the workspace or lies in it. */
  contains(realPath: string): boolean;
}

interface PathResolverOptions {
  folder: string;
  /** Absolute folders that are refused for writing wherever they lie, such as the mission directory. */
  protectedFolders?: string[];
}

/**
 * The one gate between a path that an agent names and the file system. Paths are relative to the workspace or absolute
 * inside it; `..` is taken textually, so what is checked is what is opened.
 */
export function pathResolver(options: PathResolverOptions): PathResolver {
  const named = path.resolve(options.folder);
  const folder = fs.realpathSync.native(named);
  const protectedFolders = (options.protectedFolders ?? []).map(realOrGiven);
  const contains = (realPath: string): boolean => isInside(folder, realPath);

  function resolve(requested: string, intent: PathIntent): FileResult<ResolvedPath> {
    const lexical = lexicalPath(requested, { named, folder });
    if (!lexical.ok) return lexical;
    const followLast = intent !== 'entry';
    const found =
      lexical.value === folder
        ? { ok: true as const, value: { absolute: folder, exists: true } }
        : realPathOf(lexical.value, followLast);
    if (!found.ok) return { ok: false, why: `${shown(requested)} ${found.why}` };
    const { absolute, exists } = found.value;
    if (!contains(absolute)) return outside(requested, 'through a link');
    const relative = path.relative(folder, absolute);
    const segments = [...segmentsOf(path.relative(folder, lexical.value)), ...segmentsOf(relative)];
    const why = whyRefused(segments, { intent, exists });
    if (why !== null) return { ok: false, why: `${shown(requested)} is refused: ${why}` };
    if (isWrite(intent) && protectedFolders.some((each) => isInside(each, absolute))) {
      return { ok: false, why: `${shown(requested)} is refused: Longhaul keeps its own records there.` };
    }
    return { ok: true, value: { relative: segmentsOf(relative).join('/'), absolute, exists } };
  }

  return { folder, resolve, contains };
}

function lexicalPath(requested: string, roots: { named: string; folder: string }): FileResult<string> {
  if (requested.includes('\0')) return { ok: false, why: 'The path contains a NUL character; give a plain path.' };
  if (/^~($|[\\/])/u.test(requested)) return outside(requested, 'in the home folder');
  const absolute = path.resolve(roots.folder, requested);
  if (isInside(roots.folder, absolute)) return { ok: true, value: absolute };
  if (isInside(roots.named, absolute))
    return { ok: true, value: path.join(roots.folder, path.relative(roots.named, absolute)) };
  return outside(requested, '');
}

/** Resolves the deepest existing ancestor and appends the missing names. Links that lead nowhere are refused. */
function realPathOf(absolute: string, followLast: boolean): FileResult<{ absolute: string; exists: boolean }> {
  const missing: string[] = [];
  let candidate = absolute;
  if (!followLast) {
    missing.unshift(path.basename(candidate));
    candidate = path.dirname(candidate);
  }
  for (;;) {
    const real = realPathOrCode(candidate);
    if ('path' in real) {
      const whole = path.join(real.path, ...missing);
      const exists = missing.length === 0 || (!followLast && missing.length === 1 && entryStands(whole));
      return { ok: true, value: { absolute: whole, exists } };
    }
    if (real.code !== 'ENOENT' && real.code !== 'ENOTDIR') return { ok: false, why: whyUnreachable(real.code) };
    if (entryStands(candidate))
      return { ok: false, why: 'is or passes a link to something that does not exist; remove the link first.' };
    const parent = path.dirname(candidate);
    if (parent === candidate) return { ok: false, why: 'cannot be reached.' };
    missing.unshift(path.basename(candidate));
    candidate = parent;
  }
}

function whyUnreachable(code: string): string {
  if (code === 'ELOOP') return 'is a link that leads back to itself.';
  if (code === 'ENAMETOOLONG') return 'is too long for the file system; use shorter names.';
  if (code === 'EACCES') return 'cannot be reached: the user has no permission for one of its folders.';
  return `cannot be reached (${code}).`;
}

function whyRefused(segments: string[], asked: { intent: PathIntent; exists: boolean }): string | null {
  if (!isWrite(asked.intent)) {
    if (asked.intent === 'read' && holdsSecrets(segments)) {
      return 'files named .env… hold secrets, which agents do not see. Ask for the variables you need by name, or read an example file such as .env.example.';
    }
    return process.platform === 'win32' ? whyNotPortable(segments) : null;
  }
  if (segments.length === 0) return 'it is the workspace folder itself; name a file in it.';
  if (asked.exists && holdsSecrets(segments))
    return 'it holds the secrets of the user; write an example file such as .env.example instead.';
  const reason = whyProtected(segments);
  if (reason !== null) return reason;
  return asked.exists && process.platform !== 'win32' ? null : whyNotPortable(segments);
}

function isWrite(intent: PathIntent): boolean {
  return intent === 'write' || intent === 'entry';
}

function realPathOrCode(candidate: string): { path: string } | { code: string } {
  try {
    return { path: fs.realpathSync.native(candidate) };
  } catch (error) {
    return { code: errorCode(error) };
  }
}

function entryStands(candidate: string): boolean {
  try {
    return fs.lstatSync(candidate, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

function realOrGiven(folder: string): string {
  const real = realPathOrCode(folder);
  return 'path' in real ? real.path : path.resolve(folder);
}

function isInside(folder: string, candidate: string): boolean {
  if (candidate === folder) return true;
  return candidate.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

function segmentsOf(relative: string): string[] {
  return relative === '' ? [] : relative.split(path.sep);
}

function outside(requested: string, how: string): { ok: false; why: string } {
  const where = how === '' ? 'lies outside the workspace' : `lies outside the workspace (${how})`;
  return { ok: false, why: `${shown(requested)} ${where}. Use a path relative to the workspace folder.` };
}

/** A path as it may stand in a sentence: one line, printable, of bounded length. */
export function shown(requested: string): string {
  const printable = requested.replace(/[\p{Cc}\p{Cf}]/gu, '?');
  return `"${printable.length > 200 ? `${printable.slice(0, 200)}…` : printable}"`;
}

export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
}
