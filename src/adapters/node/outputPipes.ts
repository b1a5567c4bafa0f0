import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { hostEnvironment } from './hostProgram.ts';
import { startTimeNow } from './processTree.ts';

/** A real pipe for standard output and error together. Node's own are sockets, on which `> /dev/stderr` fails. */
export interface OutputPipe {
  readEnd: number;
  writeEnd: number;
  /** To be called once both ends are closed; `isEmpty` when the reader has seen its end, so nobody holds it any more. */
  giveBack(isEmpty: boolean): void;
}

const run = promisify(execFile);
const batchSize = 8;
/** Of Linux: names a file without opening it. */
const pathOnly = 0o10000000;

/** Named pipes without a name: each is held by a descriptor, so nothing is left on disk whatever happens to us. */
const spare: number[] = [];
let making: Promise<void> | null = null;
let available = process.platform === 'linux';

/** Makes pipes ahead of the first command, because making them takes a process. */
export async function prepareOutputPipes(): Promise<void> {
  if (!available || spare.length > 0) return;
  making ??= makeBatch().finally(() => {
    making = null;
  });
  await making;
}

/** Null where the system has none to offer. */
export async function takeOutputPipe(): Promise<OutputPipe | null> {
  while (spare.length === 0 && available) await prepareOutputPipes();
  const held = spare.pop();
  if (held === undefined) return null;
  const name = `/proc/self/fd/${held}`;
  const readEnd = fs.openSync(name, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
  const writeEnd = fs.openSync(name, fs.constants.O_WRONLY);
  const giveBack = (isEmpty: boolean): void => {
    if (isEmpty && spare.length < batchSize) spare.push(held);
    else fs.closeSync(held);
  };
  return { readEnd, writeEnd, giveBack };
}

const folderPrefix = 'longhaul-pipes-';

/** A process that was killed while it made pipes has left its folder, which is named for it. */
function removeLeftFolders(): void {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const pid = new RegExp(`^${folderPrefix}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || startTimeNow(Number(pid)) !== null) continue;
    try {
      fs.rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's.
    }
  }
}

async function makeBatch(): Promise<void> {
  let folder: string | null = null;
  try {
    removeLeftFolders();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), `${folderPrefix}${process.pid}-`));
    const names = Array.from({ length: batchSize }, (_, index) => path.join(folder ?? '', String(index)));
    await run('mkfifo', ['-m', '600', ...names], { env: hostEnvironment({}) });
    for (const name of names) spare.push(fs.openSync(name, pathOnly));
  } catch {
    available = spare.length > 0;
  } finally {
    if (folder !== null) fs.rmSync(folder, { recursive: true, force: true });
  }
}
