import type { Action, Place } from '../../src/protocol/actions.ts';
import type { ToHost } from '../../src/protocol/toHost.ts';
import type { Reply, ToWebview } from '../../src/protocol/toWebview.ts';

interface EditorApi {
  postMessage(message: ToHost): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

type Listener = (message: ToWebview) => void;

const editor = acquireVsCodeApi();
const waiting = new Map<number, (reply: Reply) => void>();
const listeners = new Set<Listener>();
let lastId = 0;

type Asking = Extract<ToHost, { id: number }>;
type WithoutId<Message> = Message extends { id: number } ? Omit<Message, 'id'> : never;

function ask(message: WithoutId<Asking>): Promise<Reply> {
  lastId += 1;
  const id = lastId;
  const replied = new Promise<Reply>((resolve) => waiting.set(id, resolve));
  editor.postMessage({ ...message, id });
  return replied;
}

/** The way to the extension host: one for the page. */
export const host = {
  hello: (): void => {
    editor.postMessage({ kind: 'hello' });
  },
  act: (action: Action): Promise<Reply> => ask({ kind: 'act', action }),
  show: (place: Place): Promise<Reply> => ask({ kind: 'show', place }),
  readRunLog: (run: number): Promise<Reply> => ask({ kind: 'readRunLog', run }),
  readBlob: (blob: string): Promise<Reply> => ask({ kind: 'readBlob', blob }),
  /** Every message but replies. Returns how to stop listening. */
  listen: (listener: Listener): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  /** What the page remembers of itself over a reload: chosen tab, open rows, text not sent yet. */
  remembered: (): unknown => editor.getState(),
  remember: (state: unknown): void => {
    editor.setState(state);
  },
};

window.addEventListener('message', ({ data }: MessageEvent<ToWebview>) => {
  if (data.kind === 'reply') {
    waiting.get(data.id)?.(data.reply);
    waiting.delete(data.id);
    return;
  }
  for (const listener of listeners) listener(data);
});
