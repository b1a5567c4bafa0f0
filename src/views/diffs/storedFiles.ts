import * as vscode from 'vscode';
import type { Desk } from '../desk/desk.ts';
import type { ReadableFiles } from './lazyFiles.ts';

export const storedScheme = 'longhaul';

/**
 * What can be opened in an editor: `longhaul://commit/<path>?<sha>`, `longhaul://blob/<sha256>/<name>`, `longhaul://text/<key>/<name>`.
 * Both sides of a diff have the same path, so that it reads as a change and not as a renaming.
 */
export function commitFile(commit: string, path: string): vscode.Uri {
  return vscode.Uri.from({ scheme: storedScheme, authority: 'commit', path: `/${path}`, query: commit });
}

export function blobFile(blob: string, name: string): vscode.Uri {
  return vscode.Uri.from({ scheme: storedScheme, authority: 'blob', path: `/${blob}/${name}` });
}

/** Path of a file of a commit, or null where the uri names something else. */
export function commitPath(uri: vscode.Uri): string | null {
  if (uri.scheme !== storedScheme || uri.authority !== 'commit') return null;
  return uri.path.slice(1);
}

/** Files made from commits, stored evidence and texts of the mission: parts of a file system, so that pictures open as pictures. */
export class StoredFiles implements ReadableFiles {
  readonly #desk: Desk;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  readonly #texts = new Map<string, Uint8Array>();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Keeps a text under a name; the same key replaces what stood there. */
  textFile(key: string, name: string, text: string): vscode.Uri {
    this.#texts.set(key, new TextEncoder().encode(text));
    const uri = vscode.Uri.from({ scheme: storedScheme, authority: 'text', path: `/${key}/${name}` });
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    return uri;
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { length } = await this.readFile(uri);
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime: uri.authority === 'text' ? Date.now() : 0,
      size: length,
      permissions: vscode.FilePermission.Readonly,
    };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const content = await this.#content(uri);
    if (content === null) throw vscode.FileSystemError.FileNotFound(uri);
    return content;
  }

  async #content({ authority, path, query }: vscode.Uri): Promise<Uint8Array | null> {
    const [, key = ''] = path.split('/');
    const { missions, state } = this.#desk;
    if (authority === 'text') return this.#texts.get(key) ?? null;
    if (state === null) return null;
    if (authority === 'blob') return missions.blob(state.missionId, key);
    const text = await missions.fileAt(state.folder, query, path.slice(1));
    return text === null ? null : new TextEncoder().encode(text);
  }
}
