import { createServer } from 'node:net';

const PORTS_TRIED = 100;

/** The first port from `wanted` on at which nothing listens on 127.0.0.1. Throws where a hundred are taken. */
export async function firstFreePort(wanted: number): Promise<number> {
  const end = wanted + PORTS_TRIED;
  for (let port = wanted; port < end; port++) {
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${wanted} to ${end - 1} is free. Choose another with --port.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => resolve(true));
    });
  });
}
