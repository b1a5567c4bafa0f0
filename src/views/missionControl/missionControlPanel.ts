import * as vscode from 'vscode';
import type { Target } from '../../protocol/actions.ts';
import type { Desk } from '../desk/desk.ts';
import { WebviewLink } from '../desk/webviewLink.ts';
import type { WebviewLinkParts } from '../desk/webviewLink.ts';

/** Mission Control: one panel a window, which comes back after a reload. */
export class MissionControlPanel implements vscode.WebviewPanelSerializer {
  static readonly viewType = 'longhaul.missionControl';
  readonly #parts: Omit<WebviewLinkParts, 'page'>;
  #open: { panel: vscode.WebviewPanel; link: WebviewLink } | null = null;

  constructor(parts: { extensionUri: vscode.Uri; desk: Desk; show: WebviewLinkParts['show'] }) {
    this.#parts = parts;
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#adopt(panel);
    return Promise.resolve();
  }

  show(target: Target | null): void {
    const open = this.#open ?? this.#adopt(this.#create());
    open.panel.reveal();
    if (target) open.link.send({ kind: 'reveal', target });
  }

  #create(): vscode.WebviewPanel {
    return vscode.window.createWebviewPanel(MissionControlPanel.viewType, 'Mission Control', vscode.ViewColumn.Active, {
      retainContextWhenHidden: true,
    });
  }

  #adopt(panel: vscode.WebviewPanel): { panel: vscode.WebviewPanel; link: WebviewLink } {
    panel.iconPath = vscode.Uri.joinPath(this.#parts.extensionUri, 'media', 'longhaul.svg');
    const link = new WebviewLink(panel.webview, { ...this.#parts, page: 'missionControl' });
    const open = { panel, link };
    this.#open = open;
    panel.onDidDispose(() => {
      link.dispose();
      if (this.#open === open) this.#open = null;
    });
    return open;
  }
}
