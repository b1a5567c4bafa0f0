import { watch } from 'node:fs';

/** Notices what happens in single folders, so that a scan need look only where something has happened. */
export interface FolderNotices {
  /**
   * Calls `noticed` whenever a name or a file in the folder, or the folder itself, may have changed from now on. Returns
   * how to stop; null where the system cannot tell, so that the folder has to be looked at.
   */
  notice(absolute: string, noticed: () => void): (() => void) | null;
  /** Resolves once everything that has happened until now is noticed. */
  settled(): Promise<void>;
  /** Notices came in such numbers that the system may have dropped some; forgotten by asking. */
  mayHaveMissed(): boolean;
}

/** The kernel queues 16,384 notices unless told otherwise. */
const MOST_NOTICES = 8_000;

/** Notices of the kernel (inotify, Linux only); at most `maxFolders` at a time. They never keep the process alive. */
export function folderNotices(maxFolders: number): FolderNotices {
  let folders = 0;
  let notices = 0;
  return {
    notice(absolute, noticed) {
      // Elsewhere notices come late, and nothing tells when all have come.
      if (process.platform !== 'linux' || folders >= maxFolders) return null;
      try {
        const watcher = watch(absolute, { persistent: false }, () => {
          notices += 1;
          noticed();
        });
        folders += 1;
        watcher.once('close', () => (folders -= 1));
        watcher.on('error', noticed);
        return () => watcher.close();
      } catch {
        // The system's limit of watches, or a folder that has just gone.
        return null;
      }
    },
    async settled() {
      // The first may come before the event loop looks for notices, the second comes after.
      await nextTurn();
      await nextTurn();
    },
    mayHaveMissed() {
      const many = notices > MOST_NOTICES;
      notices = 0;
      return many;
    },
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
