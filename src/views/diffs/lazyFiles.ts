import * as vscode from 'vscode';

/** What is asked of a file system in which nobody writes. */
export interface ReadableFiles {
  readonly onDidChangeFile: vscode.Event<vscode.FileChangeEvent[]>;
  stat(uri: vscode.Uri): Promise<vscode.FileStat>;
  /** Throws a `FileSystemError` where there is no such file. */
  readFile(uri: vscode.Uri): Promise<Uint8Array>;
}

/** A read-only file system that is loaded when a file of it is first asked for, as by an editor that comes back with its window. */
export function lazyFiles(load: () => Promise<ReadableFiles>): vscode.FileSystemProvider {
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  let loaded: Promise<ReadableFiles> | null = null;
  const files = (): Promise<ReadableFiles> =>
    (loaded ??= load().then((found) => {
      found.onDidChangeFile((changes) => {
        changed.fire(changes);
      });
      return found;
    }));
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions();
  };
  return {
    onDidChangeFile: changed.event,
    stat: async (uri) => (await files()).stat(uri),
    readFile: async (uri) => (await files()).readFile(uri),
    readDirectory: () => [],
    watch: () => new vscode.Disposable(() => undefined),
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
}
