import * as vscode from 'vscode';
import type { Place } from '../../protocol/actions.ts';
import { toHostSchema } from '../../protocol/toHost.ts';
import type { ToHost } from '../../protocol/toHost.ts';
import type { Reply, ToWebview } from '../../protocol/toWebview.ts';
import type { Said } from '../../runner/missions.ts';
import type { Desk, DeskChange } from './desk.ts';
import { pageHtml } from './pageHtml.ts';
import { transcriptOf } from './transcript.ts';

export interface WebviewLinkParts {
  page: 'chat' | 'missionControl';
  extensionUri: vscode.Uri;
  desk: Desk;
  show: (place: Place) => Promise<Said>;
}

const done: Reply = { ok: true, value: { kind: 'done' } };
const pngStart = [0x89, 0x50, 0x4e, 0x47];

/** The two ends of a page's conversation with this host: a snapshot when it says hello, events from then on. */
export class WebviewLink implements vscode.Disposable {
  readonly #webview: vscode.Webview;
  readonly #parts: WebviewLinkParts;
  readonly #disposables: (() => void)[] = [];
  #isReady = false;
  readonly #unsent: ToWebview[] = [];

  constructor(webview: vscode.Webview, parts: WebviewLinkParts) {
    this.#webview = webview;
    this.#parts = parts;
    const dist = vscode.Uri.joinPath(parts.extensionUri, 'dist', 'webview');
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    const receiving = webview.onDidReceiveMessage((message: unknown) => {
      void this.#receive(message);
    });
    this.#disposables.push(
      () => {
        receiving.dispose();
      },
      parts.desk.listen((change) => {
        this.#change(change);
      }),
    );
    webview.html = pageHtml({
      page: parts.page,
      scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(dist, `${parts.page}.js`)).toString(),
      styleUri: webview.asWebviewUri(vscode.Uri.joinPath(dist, `${parts.page}.css`)).toString(),
      cspSource: webview.cspSource,
    });
  }

  /** Sent once the page is ready. */
  send(message: ToWebview): void {
    if (this.#isReady) void this.#webview.postMessage(message);
    else this.#unsent.push(message);
  }

  dispose(): void {
    for (const dispose of this.#disposables) dispose();
  }

  #change(change: DeskChange): void {
    if (!this.#isReady) return;
    const { desk } = this.#parts;
    switch (change.kind) {
      case 'mission':
        this.send({ kind: 'snapshot', snapshot: desk.snapshot(), window: desk.window() });
        return;
      case 'event':
        this.send({ kind: 'event', event: change.event, lines: change.lines });
        return;
      case 'activity':
      case 'ownership':
        this.send(change);
        return;
      case 'window':
        this.send({ kind: 'window', window: desk.window() });
        return;
      case 'halt':
        return;
    }
  }

  async #receive(message: unknown): Promise<void> {
    const parsed = toHostSchema.safeParse(message);
    if (!parsed.success) return;
    if (parsed.data.kind === 'hello') {
      this.#isReady = true;
      this.send({ kind: 'snapshot', snapshot: this.#parts.desk.snapshot(), window: this.#parts.desk.window() });
      for (const unsent of this.#unsent.splice(0)) this.send(unsent);
      return;
    }
    const { id } = parsed.data;
    this.send({ kind: 'reply', id, reply: await this.#replyTo(parsed.data) });
  }

  async #replyTo(message: Exclude<ToHost, { kind: 'hello' }>): Promise<Reply> {
    const { desk, show } = this.#parts;
    try {
      switch (message.kind) {
        case 'act':
          return replyOf(await desk.act(message.action));
        case 'show':
          return replyOf(await show(message.place));
        case 'readRunLog': {
          const entries = transcriptOf(await desk.missions.runLog(desk.state?.missionId ?? '', message.run));
          return { ok: true, value: { kind: 'transcript', entries } };
        }
        case 'readBlob':
          return blobReply(await desk.missions.blob(desk.state?.missionId ?? '', message.blob));
      }
    } catch (error) {
      return { ok: false, problem: error instanceof Error ? error.message : String(error) };
    }
  }
}

function replyOf(said: Said): Reply {
  return said.ok ? done : { ok: false, problem: said.why };
}

function blobReply(bytes: Uint8Array | null): Reply {
  if (bytes === null) return { ok: false, problem: 'It is not in the mission directory any more.' };
  const isPicture = pngStart.every((byte, place) => bytes[place] === byte);
  const value = isPicture
    ? { kind: 'blob' as const, mime: 'image/png', text: null, base64: Buffer.from(bytes).toString('base64') }
    : { kind: 'blob' as const, mime: 'text/plain', text: new TextDecoder().decode(bytes), base64: null };
  return { ok: true, value };
}
