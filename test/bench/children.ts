import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/** A process of the bench that speaks over IPC. */
export interface Child {
  pid: number;
  send(content: object): void;
  /** The next message; rejects when the process ends before. */
  next<Content>(): Promise<Content>;
  /** Resolves when the process has ended well; rejects with its error output otherwise. */
  ended: Promise<void>;
}

const running = new Set<ChildProcess>();

export function startChild(module: URL): Child {
  const child = fork(module, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
  running.add(child);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      running.delete(child);
      if (code === 0) resolve();
      else
        reject(new Error(`${module.pathname.split('/').at(-1) ?? ''} ended with ${code ?? signal}.\n${said.trim()}`));
    });
  });
  ended.catch(() => undefined);
  if (child.pid === undefined) throw new Error(`${module.pathname} could not be started.`);
  return {
    pid: child.pid,
    ended,
    send: (content) => child.send(content),
    next: <Content>() =>
      Promise.race([
        new Promise<Content>((resolve) => child.once('message', (content) => resolve(content as Content))),
        ended.then(() =>
          Promise.reject<Content>(new Error(`${module.pathname} ended without a word.\n${said.trim()}`)),
        ),
      ]),
  };
}

/** Ends what is left of the bench's own processes. */
export function endChildren(): void {
  for (const child of running) child.kill('SIGKILL');
}
