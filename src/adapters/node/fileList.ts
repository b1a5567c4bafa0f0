import fs from 'node:fs';
import path from 'node:path';
import type { FileEntry } from '../../ports/files.ts';
import { hardenedGit, readProgram } from './hostProgram.ts';

export interface ListRequest {
  /** The real path of the workspace. */
  workspace: string;
  /** Relative to the workspace; '' is the workspace. */
  folder: string;
  /** 1 = the entries of the folder itself. */
  depth: number;
  maxEntries: number;
  timeLimitMs: number;
  maxOutputBytes: number;
}

export interface Listing {
  entries: FileEntry[];
  truncated: boolean;
}

const neverListed = new Set(['.git', 'node_modules']);

/** Lists what git would track; where there is no git, or git ignores the whole folder, everything but .git and node_modules. */
export async function listEntries(request: ListRequest): Promise<Listing> {
  if (fs.existsSync(path.join(request.workspace, '.git'))) {
    const tracked = await trackable(request);
    if (tracked !== null && tracked.paths.length > 0) return asListing(request, tracked);
  }
  return walked(request);
}

async function trackable(request: ListRequest): Promise<{ paths: string[]; truncated: boolean } | null> {
  const git = hardenedGit(request.workspace);
  const scope = request.folder === '' ? [] : [`:(literal)${request.folder}`];
  const listed = await readProgram({
    program: 'git',
    args: [...git.args, 'ls-files', '-z', '-co', '--exclude-standard', '--', ...scope],
    environment: git.environment,
    folder: request.workspace,
    timeLimitMs: request.timeLimitMs,
    maxOutputBytes: request.maxOutputBytes,
  });
  if (listed.exitCode !== 0 && !listed.truncated) return null;
  const paths = listed.output.toString('utf8').split('\0');
  paths.pop();
  return { paths, truncated: listed.truncated };
}

function asListing(request: ListRequest, found: { paths: string[]; truncated: boolean }): Listing {
  const prefix = request.folder === '' ? '' : `${request.folder}/`;
  const shownPaths = new Set<string>();
  for (const each of found.paths) {
    const whole = each.endsWith('/') ? each.slice(0, -1) : each;
    if (!whole.startsWith(prefix) || whole.length === prefix.length) continue;
    const segments = whole.slice(prefix.length).split('/');
    if (segments.some((segment) => neverListed.has(segment))) continue;
    for (let count = 1; count <= Math.min(request.depth, segments.length); count += 1) {
      shownPaths.add(prefix + segments.slice(0, count).join('/'));
    }
  }
  return described(request, [...shownPaths].sort(), found.truncated);
}

function described(request: ListRequest, paths: string[], alreadyTruncated: boolean): Listing {
  const entries: FileEntry[] = [];
  for (const each of paths) {
    if (entries.length === request.maxEntries) return { entries, truncated: true };
    const status = fs.lstatSync(path.join(request.workspace, each), { throwIfNoEntry: false });
    if (status !== undefined) entries.push(entryOf(each, status));
  }
  return { entries, truncated: alreadyTruncated };
}

function walked(request: ListRequest): Listing {
  const paths: string[] = [];
  const waiting = [{ folder: request.folder, level: 1 }];
  const deadline = performance.now() + request.timeLimitMs;
  let truncated = false;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (paths.length > request.maxEntries || performance.now() > deadline) {
      truncated = true;
      break;
    }
    for (const entry of readFolder(path.join(request.workspace, next.folder))) {
      if (neverListed.has(entry.name)) continue;
      const relative = next.folder === '' ? entry.name : `${next.folder}/${entry.name}`;
      paths.push(relative);
      if (entry.isDirectory() && next.level < request.depth) waiting.push({ folder: relative, level: next.level + 1 });
    }
  }
  return described(request, paths.sort(), truncated);
}

function readFolder(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function entryOf(relative: string, status: fs.Stats): FileEntry {
  const kind = status.isSymbolicLink() ? 'link' : status.isDirectory() ? 'folder' : 'file';
  return { path: relative, kind, bytes: kind === 'file' ? status.size : 0 };
}
