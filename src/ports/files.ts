export type FileResult<T> = { ok: true; value: T } | { ok: false; why: string };

export interface FileEntry {
  /** Relative to the workspace, with forward slashes. */
  path: string;
  kind: 'file' | 'folder' | 'link';
  bytes: number;
}

/**
 * The files of one workspace. Every path goes through one resolver: it must lie inside the workspace once links are
 * resolved, and protected paths (.git, editor settings, .longhaul …) are refused for writing. `why` is a sentence an
 * agent can act on. Paths in results are relative, with forward slashes.
 */
export interface Files {
  /** Checks a path without touching it; also used for working folders of commands. */
  resolve(path: string, intent: 'read' | 'write'): Promise<FileResult<string>>;
  /** UTF-8 text; refuses binary files and files over `maxBytes`. */
  read(path: string, maxBytes: number): Promise<FileResult<string>>;
  /** Creates missing folders; atomic replace; keeps the mode. */
  write(path: string, text: string): Promise<FileResult<{ created: boolean }>>;
  /** Removes what a write of this path left that was cut off when the process was killed. */
  tidy(path: string): Promise<void>;
  remove(path: string): Promise<FileResult<null>>;
  move(from: string, to: string): Promise<FileResult<null>>;
  /** Entries below a folder, ignored folders (.git, node_modules, what git ignores) left out, at most `maxEntries`. */
  list(
    path: string,
    options: { depth: number; maxEntries: number },
  ): Promise<FileResult<{ entries: FileEntry[]; truncated: boolean }>>;
  /** SHA-256 (hex) of the file's bytes, null where there is no file. */
  hash(path: string): Promise<string | null>;
  search(query: SearchQuery): Promise<FileResult<{ matches: SearchMatch[]; truncated: boolean }>>;
}

export interface SearchQuery {
  pattern: string;
  isRegex: boolean;
  /** Glob relative to the workspace, or null for all files. */
  glob: string | null;
  maxMatches: number;
}

export interface SearchMatch {
  path: string;
  line: number;
  text: string;
}
