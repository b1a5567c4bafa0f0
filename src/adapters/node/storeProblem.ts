import type { LogProblem } from '../../ports/journalStore.ts';
import { systemCode } from './fileSystem.ts';

/** What a user can read about a store that does not open; every sentence ends in what to do. */
export const storeProblem = {
  damagedLine: (what: string, path: string, line: number): LogProblem => ({
    kind: 'damaged',
    message:
      `${what} is damaged: line ${line} of ${path} does not match its checksum, and what follows shows that it was once ` +
      `complete. ${nothingDeleted(path)}`,
  }),

  missingRecords: (what: string, path: string): LogProblem => ({
    kind: 'damaged',
    message: `${what} is damaged: records before those in ${path} are missing. ${nothingDeleted('the file before it')}`,
  }),

  missingSegment: (what: string, path: string): LogProblem => ({
    kind: 'damaged',
    message: `${what} is damaged: ${path} is missing, and later parts are there. ${nothingDeleted(path)}`,
  }),

  foreignFile: (what: string, path: string): LogProblem => ({
    kind: 'damaged',
    message: `${what} is damaged: ${path} does not begin like a file of this kind. ${nothingDeleted(path)}`,
  }),

  newer: (what: string, path: string): LogProblem => ({
    kind: 'newer',
    message:
      `${what} was made by a newer Longhaul (${path}). Update Longhaul to open it. Nothing has been changed, and this ` +
      `version will not write to it.`,
  }),

  missing: (what: string, path: string): LogProblem => ({
    kind: 'missing',
    message: `${what} is not there: ${path} does not exist. If it was moved, put it back and open the mission again.`,
  }),

  exists: (missionId: string, path: string): LogProblem => ({
    kind: 'unwritable',
    message: `There is already a mission ${missionId} in ${path}. Open that one, or start the new mission under another name.`,
  }),

  unwritable: (folder: string, error: unknown): LogProblem => ({
    kind: 'unwritable',
    message: `Longhaul cannot use the folder ${folder} (${systemMessage(error)}). ${remedy(error)}`,
  }),
};

/** The rejection of a write that was not acknowledged. The store stays usable unless the message says otherwise. */
export function notWritten(path: string, error: unknown): Error {
  const message = `${path} could not be written (${systemMessage(error)}). ${remedy(error)}`;
  return Object.assign(new Error(message, { cause: error }), { name: 'NotWritten' });
}

/** The rejection of a look into a folder that cannot be looked into. */
export function notUsable(folder: string, error: unknown): Error {
  const { message } = storeProblem.unwritable(folder, error);
  return Object.assign(new Error(message, { cause: error }), { name: 'NotWritten' });
}

function nothingDeleted(path: string): string {
  return (
    `Nothing has been deleted or changed. Restore ${path} from a backup copy and open the mission again, or keep the ` +
    `folder for inspection and start a new mission.`
  );
}

function remedy(error: unknown): string {
  switch (systemCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'The disk is full: free some space, then continue.';
    case 'EMFILE':
    case 'ENFILE':
      return 'Too many files are open: close some programs, then continue.';
    case 'EIO':
      return 'The disk reports an error: check it and make a copy of the folder, then continue.';
    case 'ENOENT':
      return 'A file or folder has vanished: put it back, then open the mission again.';
    default:
      return (
        'Make the folder writable for you, or choose another one with the setting longhaul.missionsDirectory or the ' +
        'environment variable LONGHAUL_HOME.'
      );
  }
}

function systemMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
