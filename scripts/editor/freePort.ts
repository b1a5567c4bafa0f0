import { createServer } from 'node:net';

/** The port, where nothing listens there on 127.0.0.1; else null. 0 stands for any that is free. */
export function freePort(port = 0): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : null));
    });
  });
}

/** The first free port from `wanted` on. Throws where none of the next hundred is. */
export async function firstFreePort(wanted: number): Promise<number> {
  const last = wanted + 100;
  for (let port = wanted; port < last; port++) {
    if ((await freePort(port)) !== null) return port;
  }
  throw new Error(`No port from ${wanted} to ${last} is free. Choose another with --port.`);
}
