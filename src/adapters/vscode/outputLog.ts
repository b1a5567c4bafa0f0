import type * as vscode from 'vscode';
import type { Log } from '../../ports/log.ts';

/** Diagnostics in the output channel. */
export function outputLog(channel: vscode.LogOutputChannel): Log {
  return {
    debug: (message) => {
      channel.debug(message);
    },
    warn: (message) => {
      channel.warn(message);
    },
  };
}
