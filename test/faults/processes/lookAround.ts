import fs from 'node:fs';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Whether this process runs; what is left of an ended one (a zombie) does not count. */
export function runs(pid: number): boolean {
  try {
    const status = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !/^[ZX]/u.test(status.slice(status.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

/** The number that a command wrote to a file, once it is there. */
export async function numberIn(file: string): Promise<number> {
  const deadline = performance.now() + 5000;
  while (performance.now() < deadline) {
    const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
    if (text.endsWith('\n')) return Number(text);
    await pause(10);
  }
  throw new Error(`${file} was not written`);
}

export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** A server in one line of shell. `added` runs before it listens. */
export function serverCommand(port: number, added = ''): string {
  const program = `${added}require("http").createServer((q,s)=>s.end("up")).listen(${port},"127.0.0.1")`;
  return `exec '${process.execPath}' -e '${program}'`;
}
