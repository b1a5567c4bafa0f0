import * as vscode from 'vscode';
import type { Desk } from '../desk/desk.ts';
import { WebviewLink } from '../desk/webviewLink.ts';
import type { WebviewLinkParts } from '../desk/webviewLink.ts';

/** The conversation in the side panel. */
export class ChatView implements vscode.WebviewViewProvider {
  static readonly id = 'longhaul.chat';
  readonly #parts: Omit<WebviewLinkParts, 'page'>;
  #link: WebviewLink | null = null;
  #compose: string | null = null;
  #view: vscode.WebviewView | null = null;

  constructor(parts: { extensionUri: vscode.Uri; desk: Desk; show: WebviewLinkParts['show'] }) {
    this.#parts = parts;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#link?.dispose();
    const link = new WebviewLink(view.webview, { ...this.#parts, page: 'chat' });
    this.#link = link;
    this.#view = view;
    if (this.#compose !== null) link.send({ kind: 'compose', text: this.#compose });
    this.#compose = null;
    view.onDidDispose(() => {
      link.dispose();
      if (this.#link === link) this.#link = null;
      if (this.#view === view) this.#view = null;
    });
  }

  get isVisible(): boolean {
    return this.#view?.visible === true;
  }

  /** Shows the chat with the cursor in its message field. */
  async compose(text: string): Promise<void> {
    if (this.#link) this.#link.send({ kind: 'compose', text });
    else this.#compose = text;
    await vscode.commands.executeCommand(`${ChatView.id}.focus`);
  }
}
