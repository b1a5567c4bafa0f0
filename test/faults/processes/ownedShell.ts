import fs from 'node:fs';
import path from 'node:path';
import { nodeBlobs } from '../../../src/adapters/node/blobStore.ts';
import { commandShell } from '../../../src/adapters/node/commandShell.ts';
import type { ShellLimits } from '../../../src/adapters/node/commandPreparation.ts';
import { nodeProcessLedger } from '../../../src/adapters/node/nodeProcessLedger.ts';
import type { NodeProcessLedger } from '../../../src/adapters/node/nodeProcessLedger.ts';
import type { Blobs } from '../../../src/ports/blobs.ts';
import type { CommandRequest, CommandResult, ServiceRequest, ServiceStart, Shell } from '../../../src/ports/shell.ts';

export const shellLimits: ShellLimits = {
  killGraceMs: 300,
  drainMs: 100,
  maxStoredOutputBytes: 1_000_000,
  liveOutputIntervalMs: 20,
  maxServiceOutputBytes: 4000,
  healthIntervalMs: 20,
  portFreeLimitMs: 2000,
};

export interface OwnedShell {
  shell: Shell;
  ledger: NodeProcessLedger;
  blobs: Blobs;
  run(command: string, changes?: Partial<CommandRequest>): Promise<CommandResult>;
  serve(command: string, changes?: Partial<ServiceRequest>): Promise<ServiceStart>;
}

/** A real shell of run 1 in `folder`/ws, with ledger and blobs in `folder`/mission. */
export async function ownedShell(folder: string, token: string): Promise<OwnedShell> {
  const mission = path.join(folder, 'mission');
  fs.mkdirSync(path.join(mission, 'temporary'), { recursive: true });
  const file = path.join(mission, 'processes.jsonl');
  const ledger = await nodeProcessLedger({ file, token, killGraceMs: shellLimits.killGraceMs });
  const blobs = nodeBlobs({ directory: mission });
  const workspace = path.join(folder, 'ws');
  const shell = commandShell({
    folder: workspace,
    run: 1,
    ledger,
    blobs,
    limits: shellLimits,
    baseEnvironment: process.env,
  });
  const signal = new AbortController().signal;
  const bounds = { folder: '.', environment: {}, signal };
  return {
    shell,
    ledger,
    blobs,
    run: (command, changes) =>
      shell.run({ command, timeLimitMs: 10_000, idleLimitMs: 10_000, maxOutputBytes: 10_000, ...bounds, ...changes }),
    serve: (command, changes) =>
      shell.startService({
        name: 'web',
        command,
        healthUrl: null,
        port: null,
        startLimitMs: 5000,
        ...bounds,
        ...changes,
      }),
  };
}
