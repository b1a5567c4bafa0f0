import type { EditorServer } from './editorServer.ts';

const PARENT_POLL_MS = 500;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves when somebody wants npm start to end. Rejects where the server has ended by itself. */
export async function stopRequest(server: EditorServer): Promise<void> {
  let poll: NodeJS.Timeout | undefined;
  const requested = new Promise<void>((resolve) => {
    for (const signal of signals) process.on(signal, () => resolve());
    if (process.env['npm_lifecycle_event'] !== undefined) poll = whenParentEnds(resolve);
  });
  const broken = server.ended.then(() => {
    throw new Error(`VS Code ended by itself. What it said stands in ${server.log}`);
  });
  await Promise.race([requested, broken]).finally(() => clearInterval(poll));
}

/** npm hands signals to a shell, which ends without passing them on. */
function whenParentEnds(tell: () => void): NodeJS.Timeout {
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) tell();
  }, PARENT_POLL_MS);
}
