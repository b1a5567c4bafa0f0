import net from 'node:net';
import type { AddressInfo } from 'node:net';

/** A way to a server that can be shut (connections refused, those that are open cut) and opened again at the same address. */
export interface Shutter {
  baseUrls: { anthropic: string; openai: string; compatible: string };
  shut(): Promise<void>;
  open(): Promise<void>;
}

/** Forwards connections to the server at `url`; open at first. */
export async function startShutter(url: string): Promise<Shutter> {
  const target = Number(new URL(url).port);
  const sockets = new Set<net.Socket>();
  const follow = (socket: net.Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  let port = 0;
  let listener: net.Server | null = null;

  async function open(): Promise<void> {
    if (listener) return;
    const server = net.createServer((incoming) => {
      const outgoing = net.connect(target, '127.0.0.1');
      for (const socket of [incoming, outgoing]) follow(socket);
      incoming.pipe(outgoing).pipe(incoming);
    });
    listener = server;
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  }
  async function shut(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      if (listener) listener.close(() => resolve());
      else resolve();
    });
    listener = null;
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  await open();
  const own = `http://127.0.0.1:${String(port)}`;
  return { baseUrls: { anthropic: own, openai: `${own}/v1`, compatible: `${own}/v1` }, shut, open };
}
