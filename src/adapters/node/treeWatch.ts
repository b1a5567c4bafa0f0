import { existsSync, type Stats } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TreeChanges, TreeWatch } from '../../ports/treeWatch.ts';
import { folderNotices, type FolderNotices } from './folderNotices.ts';
import {
  allFolders,
  contentHash,
  entriesOf,
  fileNode,
  folderNode,
  isFresh,
  isNeverWatched,
  joined,
  looksSame,
  statOf,
  stopNotices,
  type FileNode,
  type FolderNode,
} from './treeNodes.ts';

export interface TreeWatchLimits {
  /** Larger files are told apart by size and times alone. */
  maxHashedBytes: number;
  /** Reading the whole tree for the first time gives way to other work after each such slice. */
  sliceMs: number;
  /** A change this little older than the start of the command counts as the command's. */
  toleranceMs: number;
  /** In the folders above that number the system is not asked to notice changes: they are looked at in each scan. */
  maxNoticedFolders: number;
}

/** What git knows; asked only about names never seen before. Paths are relative to the top. */
export interface IgnoreRules {
  /** Which of the paths, not tracked, are ignored. */
  ignored(paths: readonly string[]): Promise<Set<string>>;
  tracked(): Promise<Set<string>>;
  /** Changes when a rule outside of the tree's .gitignore files does. */
  signature(): string;
}

interface Change {
  path: string;
  /** When it came about, as far as the file system tells. */
  atMs: number;
}

/** A name never seen before, and the latest change time of the new folders it lies in. */
interface Unknown {
  folder: FolderNode;
  name: string;
  aboveMs: number;
  wasLeftOut: boolean;
}

interface Pass {
  /** Every folder is looked into, whatever was noticed. */
  isWhole: boolean;
  changes: Change[];
  unknown: Unknown[];
  rulesChanged: boolean;
}

/** One instance per tree; keep it, since a second `begin` only looks at what has changed. Calls wait for each other. */
export function treeWatch(top: string, rules: IgnoreRules, limits: TreeWatchLimits): TreeWatch {
  const tree = new WatchedTree(top, rules, limits);
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = async <T>(action: () => Promise<T>): Promise<T> => {
    const turn = last.then(action);
    last = turn.catch(() => null);
    return await turn;
  };
  return {
    begin: async () => await inTurn(async () => await tree.begin()),
    scan: async (commandStartedAt) =>
      await inTurn(async () => split(await tree.scan(commandStartedAt === null), commandStartedAt, limits)),
    wrote: async (file) => await inTurn(async () => tree.wrote(file)),
    end: async () => await inTurn(async () => tree.stopNoticing()),
  };
}

function split(changes: Change[], commandStartedAt: number | null, { toleranceMs }: TreeWatchLimits): TreeChanges {
  const isCommands = ({ atMs }: Change) => commandStartedAt !== null && atMs >= commandStartedAt - toleranceMs;
  const paths = (part: Change[]) => [...new Set(part.map((change) => change.path))].sort();
  return {
    byCommand: paths(changes.filter(isCommands)),
    byOthers: paths(changes.filter((change) => !isCommands(change))),
  };
}

class WatchedTree {
  private readonly root = folderNode('');
  private tracked = new Set<string>();
  private trackedFolders = new Set<string>();
  private rulesSignature = '';
  private lastScanMs = 0;
  /** What our tools wrote since the last scan; null where they removed. */
  private own = new Map<string, FileNode | null>();
  private readonly top: string;
  private readonly rules: IgnoreRules;
  private readonly limits: TreeWatchLimits;
  private readonly notices: FolderNotices;
  private isNoticing = false;

  constructor(top: string, rules: IgnoreRules, limits: TreeWatchLimits) {
    this.top = top;
    this.rules = rules;
    this.limits = limits;
    this.notices = folderNotices(limits.maxNoticedFolders);
  }

  async begin(): Promise<void> {
    this.tracked = await this.rules.tracked();
    this.trackedFolders = foldersAbove(this.tracked);
    this.isNoticing = true;
    await this.scan(true);
    await this.hashMissing();
  }

  stopNoticing(): void {
    this.isNoticing = false;
    for (const folder of allFolders(this.root)) stopNotices(folder);
  }

  async scan(isWhole: boolean): Promise<Change[]> {
    await this.notices.settled();
    if (!this.noticedOwn()) this.stopNoticing();
    const startedMs = Date.now();
    const mayHaveMissed = this.notices.mayHaveMissed();
    const pass: Pass = { isWhole: isWhole || mayHaveMissed, changes: [], unknown: [], rulesChanged: false };
    const signature = this.rules.signature();
    pass.rulesChanged = signature !== this.rulesSignature || [...this.own.keys()].some(isRuleFile);
    this.rulesSignature = signature;
    this.look(this.root, pass);
    await this.learn(pass);
    if (pass.rulesChanged) {
      forgetRules(this.root);
      this.look(this.root, pass);
      await this.learn(pass);
    }
    this.own.clear();
    this.lastScanMs = startedMs;
    return pass.changes;
  }

  wrote(file: string): void {
    const absolute = path.join(this.top, file);
    const stats = statOf(absolute);
    this.own.set(file, stats === undefined ? null : this.freshNode(absolute, stats));
  }

  private absolute(folder: FolderNode, name: string): string {
    return `${this.folderPath(folder)}/${name}`;
  }

  private freshNode(absolute: string, stats: Stats): FileNode {
    return fileNode(stats, contentHash(absolute, stats, this.limits.maxHashedBytes));
  }

  /** One folder and all below, without those in which nothing was noticed. */
  private look(folder: FolderNode, pass: Pass): void {
    const isQuiet = folder.stopNotices !== null && !folder.isStale && !folder.isFresh;
    if (pass.isWhole || !isQuiet) this.lookInto(folder, pass);
    for (const below of folder.folders.values()) this.look(below, pass);
  }

  /** Names only where the folder's time has changed, figures of every file. */
  private lookInto(folder: FolderNode, pass: Pass): void {
    this.startNotices(folder);
    folder.isStale = false;
    const stats = statOf(this.folderPath(folder));
    if (stats?.isDirectory() !== true) {
      this.reportGone(folder, pass);
      return;
    }
    if (folder.isFresh || stats.mtimeMs !== folder.modifiedMs || stats.ino !== folder.inode) {
      if (stats.ino !== folder.inode) this.renewNotices(folder);
      folder.modifiedMs = stats.mtimeMs;
      folder.inode = stats.ino;
      folder.isFresh = isFresh(stats.mtimeMs);
      this.compareNames(folder, pass, 0);
    }
    for (const [name, node] of folder.files) this.lookAtFile(folder, { name, node }, pass);
  }

  /** To be called before the folder is read, so that nothing happens in between unnoticed. */
  private startNotices(folder: FolderNode): void {
    if (!this.isNoticing || folder.stopNotices !== null) return;
    folder.stopNotices = this.notices.notice(this.folderPath(folder), () => {
      folder.isStale = true;
    });
  }

  /** Another folder stands in its place, perhaps with others below that are called the same. */
  private renewNotices(folder: FolderNode): void {
    for (const each of allFolders(folder)) stopNotices(each);
    this.startNotices(folder);
    folder.isStale = false;
  }

  /** False where what our own tools wrote went unnoticed: then notices are worth nothing on this file system. */
  private noticedOwn(): boolean {
    return [...this.own.keys()].every((file) => {
      let folder = this.root;
      for (const name of file.split('/')) folder = folder.folders.get(name) ?? folder;
      return folder.stopNotices === null || folder.isStale;
    });
  }

  private folderPath(folder: FolderNode): string {
    return folder.path === '' ? this.top : `${this.top}/${folder.path}`;
  }

  private compareNames(folder: FolderNode, pass: Pass, aboveMs: number): void {
    const present = new Map<string, 'file' | 'folder'>();
    for (const entry of entriesOf(this.folderPath(folder))) {
      const { name } = entry;
      const kind = entry.isDirectory() ? 'folder' : 'file';
      present.set(name, kind);
      const isKnown = kind === 'file' ? folder.files.has(name) : folder.folders.has(name);
      if (isKnown || folder.leftOut.has(name)) continue;
      if (isNeverWatched(entry) || (kind === 'folder' && existsSync(`${this.absolute(folder, name)}/.git`))) {
        folder.leftOut.add(name);
      } else {
        pass.unknown.push({ folder, name, aboveMs, wasLeftOut: folder.leftOutBefore.has(name) });
      }
    }
    this.dropMissing(folder, present, pass);
  }

  private dropMissing(folder: FolderNode, present: Map<string, 'file' | 'folder'>, pass: Pass): void {
    for (const name of folder.files.keys()) {
      if (present.get(name) !== 'file') this.reportDeleted(folder, name, pass);
    }
    for (const [name, below] of folder.folders) {
      if (present.get(name) === 'folder') continue;
      this.reportGone(below, pass);
      folder.folders.delete(name);
    }
    for (const name of folder.leftOut) if (!present.has(name)) folder.leftOut.delete(name);
  }

  private lookAtFile(folder: FolderNode, { name, node }: { name: string; node: FileNode }, pass: Pass): void {
    const absolute = this.absolute(folder, name);
    const stats = statOf(absolute);
    if (stats === undefined || stats.isDirectory()) {
      folder.isFresh = true;
      this.reportDeleted(folder, name, pass);
      return;
    }
    if (!node.isFresh && looksSame(node, stats)) return;
    const file = joined(folder.path, name);
    const before = this.own.get(file) ?? node;
    const now = this.freshNode(absolute, stats);
    folder.files.set(name, now);
    const sameFigures = before.bytes === now.bytes && before.mode === now.mode;
    const isSame = sameFigures && (before.hash === null ? looksSame(before, stats) : before.hash === now.hash);
    if (!isSame) this.report(file, now.changedMs, pass);
  }

  private reportGone(folder: FolderNode, pass: Pass): void {
    for (const name of folder.files.keys()) this.reportDeleted(folder, name, pass);
    for (const below of folder.folders.values()) this.reportGone(below, pass);
    stopNotices(folder);
    folder.folders.clear();
    folder.isFresh = true;
  }

  private reportDeleted(folder: FolderNode, name: string, pass: Pass): void {
    const file = joined(folder.path, name);
    folder.files.delete(name);
    if (this.own.get(file) !== null) this.report(file, this.folderTime(folder.path), pass);
  }

  /** When the nearest folder that still exists last changed its names. */
  private folderTime(folder: string): number {
    for (let above = folder; ; above = above.slice(0, Math.max(0, above.lastIndexOf('/')))) {
      const stats = statOf(path.join(this.top, above));
      if (stats?.isDirectory() === true) return stats.mtimeMs;
      if (above === '') return Date.now();
    }
  }

  private report(file: string, atMs: number, pass: Pass): void {
    if (isRuleFile(file)) pass.rulesChanged = true;
    pass.changes.push({ path: file, atMs });
  }

  /** Asks about the names that are new, level by level: one git process each, and none where all names are known. */
  private async learn(pass: Pass): Promise<void> {
    while (pass.unknown.length > 0) {
      const unknown = pass.unknown;
      pass.unknown = [];
      const asked = unknown
        .map(({ folder, name }) => joined(folder.path, name))
        .filter((file) => !this.isTracked(file));
      const ignored = asked.length === 0 ? new Set<string>() : await this.rules.ignored(asked);
      for (const found of unknown) {
        if (ignored.has(joined(found.folder.path, found.name))) found.folder.leftOut.add(found.name);
        else this.adopt(found, pass);
      }
    }
  }

  private isTracked(file: string): boolean {
    return this.tracked.has(file) || this.trackedFolders.has(file);
  }

  private adopt({ folder, name, aboveMs, wasLeftOut }: Unknown, pass: Pass): void {
    const absolute = this.absolute(folder, name);
    const file = joined(folder.path, name);
    const stats = statOf(absolute);
    if (stats === undefined) {
      folder.isFresh = true;
    } else if (stats.isDirectory()) {
      const below = folderNode(file);
      this.startNotices(below);
      below.modifiedMs = stats.mtimeMs;
      below.inode = stats.ino;
      below.isFresh = isFresh(stats.mtimeMs);
      below.leftOutBefore = wasLeftOut ? new Set(entriesOf(absolute).map((entry) => entry.name)) : new Set();
      folder.folders.set(name, below);
      this.compareNames(below, pass, wasLeftOut ? aboveMs : Math.max(aboveMs, stats.ctimeMs));
    } else {
      const atMs = Math.max(aboveMs, stats.ctimeMs);
      const own = this.own.get(file) ?? null;
      // The first look at a tree hashes later, in slices.
      const node = this.lastScanMs === 0 ? fileNode(stats, null) : this.freshNode(absolute, stats);
      folder.files.set(name, node);
      const isOwn = own !== null && own.bytes === node.bytes && own.hash === node.hash;
      if (!isOwn && !(wasLeftOut && atMs < this.lastScanMs)) this.report(file, atMs, pass);
    }
  }

  private async hashMissing(): Promise<void> {
    let sliceEndsMs = performance.now() + this.limits.sliceMs;
    for (const folder of allFolders(this.root)) {
      for (const [name, node] of folder.files) {
        if (node.hash !== null || node.bytes > this.limits.maxHashedBytes) continue;
        const absolute = this.absolute(folder, name);
        const stats = statOf(absolute);
        if (stats !== undefined && looksSame(node, stats)) {
          node.hash = contentHash(absolute, stats, this.limits.maxHashedBytes);
        }
        if (performance.now() < sliceEndsMs) continue;
        await nextTurn();
        sliceEndsMs = performance.now() + this.limits.sliceMs;
      }
    }
  }
}

function isRuleFile(file: string): boolean {
  return file === '.gitignore' || file.endsWith('/.gitignore');
}

function forgetRules(root: FolderNode): void {
  for (const folder of allFolders(root)) {
    if (folder.leftOut.size === 0) continue;
    folder.leftOutBefore = folder.leftOut;
    folder.leftOut = new Set();
    folder.isFresh = true;
  }
}

function foldersAbove(files: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const file of files) {
    for (let end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1)) {
      const folder = file.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}
