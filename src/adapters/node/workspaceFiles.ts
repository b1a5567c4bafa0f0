import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { FileResult, Files } from '../../ports/files.ts';
import { anchorFolder, openChecked, whyFailed } from './anchoredFolder.ts';
import type { AnchoredFolder } from './anchoredFolder.ts';
import { listEntries } from './fileList.ts';
import { searchFiles } from './fileSearch.ts';
import { findProgram } from './hostProgram.ts';
import { errorCode, pathResolver, shown } from './pathResolver.ts';
import type { PathIntent, PathResolver, ResolvedPath } from './pathResolver.ts';
import { whyProtected } from './protectedPaths.ts';

export interface FileLimits {
  searchTimeLimitMs: number;
  listTimeLimitMs: number;
  /** Output of the searching or listing program that is read at most. */
  maxListOutputBytes: number;
  maxMatchLineCharacters: number;
  maxWriteBytes: number;
}

export interface WorkspaceFilesOptions {
  /** Absolute path of the workspace; must exist. */
  folder: string;
  limits: FileLimits;
  /** Absolute folders refused for writing even where they lie in the workspace, such as the mission directory. */
  protectedFolders?: string[];
  /** Absolute path of ripgrep; looked up on PATH when undefined, never used when null. */
  ripgrep?: string | null;
}

/** Files of a real folder. See the port for the contract; throws only if the workspace folder does not exist. */
export function workspaceFiles(options: WorkspaceFilesOptions): Files {
  const { folder, limits, protectedFolders = [] } = options;
  const resolver = pathResolver({ folder, protectedFolders });
  const ripgrep = options.ripgrep === undefined ? findProgram('rg', process.env['PATH'] ?? '') : options.ripgrep;
  const readable = (file: string): boolean => resolver.resolve(file, 'read').ok;
  return {
    resolve: async (requested, intent) => {
      const resolved = resolver.resolve(requested, intent);
      return resolved.ok ? { ok: true, value: resolved.value.relative } : resolved;
    },
    read: (requested, maxBytes) => readText({ resolver, requested, maxBytes }),
    write: (requested, text) => writeText({ resolver, requested, text, maxBytes: limits.maxWriteBytes }),
    tidy: async (requested) => tidyUp(resolver, requested),
    remove: (requested) => removeEntry(resolver, requested),
    move: (from, to) => moveEntry(resolver, from, to),
    list: async (requested, { depth, maxEntries }) => {
      const resolved = resolveExisting(resolver, requested, 'read');
      if (!resolved.ok) return resolved;
      if (!fs.statSync(resolved.value.absolute).isDirectory()) return refused(requested, 'is a file; read it instead.');
      const scope = { workspace: resolver.folder, folder: resolved.value.relative, depth, maxEntries };
      const bounds = { timeLimitMs: limits.listTimeLimitMs, maxOutputBytes: limits.maxListOutputBytes };
      return { ok: true, value: await listEntries({ ...scope, ...bounds }) };
    },
    hash: (requested) => hashOf(resolver, requested),
    search: (query) => {
      const maxLineCharacters = limits.maxMatchLineCharacters;
      const bounds = {
        timeLimitMs: limits.searchTimeLimitMs,
        maxOutputBytes: limits.maxListOutputBytes,
        maxLineCharacters,
      };
      return searchFiles(query, { workspace: resolver.folder, ripgrep, limits: bounds, mayRead: readable });
    },
  };
}

async function readText(asked: {
  resolver: PathResolver;
  requested: string;
  maxBytes: number;
}): Promise<FileResult<string>> {
  const { resolver, requested, maxBytes } = asked;
  const resolved = resolveExisting(resolver, requested, 'read');
  if (!resolved.ok) return resolved;
  const opened = await openChecked(resolved.value.absolute);
  if (!opened.ok) return refused(requested, opened.why);
  try {
    const { size } = await opened.value.stat();
    if (size > maxBytes) {
      return refused(
        requested,
        `has ${size} bytes, more than the ${maxBytes} that can be read at once. Search in it, or print a part of it by a command.`,
      );
    }
    const bytes = await opened.value.readFile();
    if (bytes.includes(0))
      return refused(requested, `is a binary file of ${bytes.length} bytes; it cannot be read as text.`);
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof TypeError) return refused(requested, 'is not encoded in UTF-8; it cannot be read as text.');
    return refused(requested, whyFailed(errorCode(error)));
  } finally {
    await opened.value.close();
  }
}

interface WriteRequest {
  resolver: PathResolver;
  requested: string;
  text: string;
  maxBytes: number;
}

async function writeText(asked: WriteRequest): Promise<FileResult<{ created: boolean }>> {
  const { resolver, requested, maxBytes } = asked;
  const bytes = Buffer.from(asked.text, 'utf8');
  if (bytes.length > maxBytes)
    return refused(requested, `would have ${bytes.length} bytes; at most ${maxBytes} can be written.`);
  const resolved = resolver.resolve(requested, 'write');
  if (!resolved.ok) return resolved;
  const parent = anchorFolder(path.dirname(resolved.value.absolute), { create: true });
  if (!parent.ok) return refused(requested, parent.why);
  try {
    return await replaceFile({ parent: parent.value, name: path.basename(resolved.value.absolute), bytes, requested });
  } catch (error) {
    return refused(requested, whyFailed(errorCode(error)));
  } finally {
    parent.value.close();
  }
}

interface Replacement {
  parent: AnchoredFolder;
  name: string;
  bytes: Buffer;
  requested: string;
}

/** Temporary file, sync, rename: whoever reads the path sees the old text or the new one. Links that appear meanwhile are replaced, not followed. */
async function replaceFile(asked: Replacement): Promise<FileResult<{ created: boolean }>> {
  const { parent, name, bytes, requested } = asked;
  const before = fs.lstatSync(parent.at(name), { throwIfNoEntry: false });
  if (before?.isDirectory() === true) return refused(requested, 'is a folder.');
  if (before !== undefined && !before.isFile()) return refused(requested, 'is no regular file; remove it first.');
  const temporary = temporaryNameFor(name);
  fs.rmSync(parent.at(temporary), { force: true });
  try {
    const handle = await fs.promises.open(parent.at(temporary), 'wx', 0o666);
    try {
      await handle.writeFile(bytes);
      if (before !== undefined) await keepOwnership(handle, before);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    fs.renameSync(parent.at(temporary), parent.at(name));
  } catch (error) {
    fs.rmSync(parent.at(temporary), { force: true });
    throw error;
  }
  return { ok: true, value: { created: before === undefined } };
}

/** A file that exists only while a write is under way; one that is left behind comes from a crash and is found by its name. */
function temporaryNameFor(name: string): string {
  return `.longhaul-writing-${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;
}

function tidyUp(resolver: PathResolver, requested: string): void {
  const resolved = resolver.resolve(requested, 'write');
  if (!resolved.ok) return;
  const parent = anchorFolder(path.dirname(resolved.value.absolute), { create: false });
  if (!parent.ok) return;
  const left = temporaryNameFor(path.basename(resolved.value.absolute));
  try {
    fs.rmSync(parent.value.at(left), { force: true });
  } catch {
    // A folder of that name, or one that must not be written to, is not ours.
  } finally {
    parent.value.close();
  }
}

async function keepOwnership(handle: fs.promises.FileHandle, before: fs.Stats): Promise<void> {
  if (process.getuid?.() === 0 && (before.uid !== 0 || before.gid !== 0)) await handle.chown(before.uid, before.gid);
  await handle.chmod(before.mode & 0o7777);
}

async function removeEntry(resolver: PathResolver, requested: string): Promise<FileResult<null>> {
  const resolved = resolveExisting(resolver, requested, 'entry');
  if (!resolved.ok) return resolved;
  return inFolderOf(resolved.value, requested, (entry) => {
    if (fs.lstatSync(entry).isDirectory()) fs.rmdirSync(entry);
    else fs.unlinkSync(entry);
    return { ok: true, value: null };
  });
}

async function moveEntry(resolver: PathResolver, from: string, to: string): Promise<FileResult<null>> {
  const source = resolveExisting(resolver, from, 'entry');
  if (!source.ok) return source;
  const target = resolver.resolve(to, 'entry');
  if (!target.ok) return target;
  const why = whyNotMovable(source.value.absolute);
  if (why !== null) return refused(from, why);
  if (target.value.absolute.startsWith(source.value.absolute + path.sep)) return refused(from, whyFailed('EINVAL'));
  const parent = anchorFolder(path.dirname(target.value.absolute), { create: true });
  if (!parent.ok) return refused(to, parent.why);
  try {
    const arrival = parent.value.at(path.basename(target.value.absolute));
    return inFolderOf(source.value, from, (entry) => {
      const standing = fs.lstatSync(arrival, { throwIfNoEntry: false });
      const sameEntry = standing !== undefined && standing.ino === fs.lstatSync(entry).ino && standing.nlink === 1;
      if (standing !== undefined && !sameEntry)
        return refused(to, 'already exists; name the whole new path, or remove what is there first.');
      fs.renameSync(entry, arrival);
      return { ok: true, value: null };
    });
  } finally {
    parent.value.close();
  }
}

function inFolderOf(
  resolved: ResolvedPath,
  requested: string,
  act: (entry: string) => FileResult<null>,
): FileResult<null> {
  const parent = anchorFolder(path.dirname(resolved.absolute), { create: false });
  if (!parent.ok) return refused(requested, parent.why);
  try {
    return act(parent.value.at(path.basename(resolved.absolute)));
  } catch (error) {
    return refused(requested, whyFailed(errorCode(error)));
  } finally {
    parent.value.close();
  }
}

/** A folder is moved as a whole only if nothing protected moves with it. */
function whyNotMovable(absolute: string): string | null {
  if (!fs.lstatSync(absolute).isDirectory()) return null;
  const waiting = [absolute];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      const reason = whyProtected([entry.name]);
      if (reason !== null) return `cannot be moved as a whole, because in it ${reason}`;
      if (entry.isDirectory() && entry.name !== 'node_modules') waiting.push(path.join(folder, entry.name));
    }
  }
  return null;
}

async function hashOf(resolver: PathResolver, requested: string): Promise<string | null> {
  const resolved = resolver.resolve(requested, 'hash');
  if (!resolved.ok || !resolved.value.exists) return null;
  const opened = await openChecked(resolved.value.absolute);
  if (!opened.ok) return null;
  const hash = createHash('sha256');
  for await (const chunk of opened.value.createReadStream()) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function resolveExisting(resolver: PathResolver, requested: string, intent: PathIntent): FileResult<ResolvedPath> {
  const resolved = resolver.resolve(requested, intent);
  if (resolved.ok && !resolved.value.exists) return refused(requested, whyFailed('ENOENT'));
  return resolved;
}

function refused(requested: string, why: string): { ok: false; why: string } {
  return { ok: false, why: `${shown(requested)} ${why}` };
}
