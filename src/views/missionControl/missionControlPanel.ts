import * as vscode from 'vscode';
import type { Target } from '../../protocol/actions.ts';
import type { Desk } from '../desk/desk.ts';
import { WebviewLink } from '../desk/webviewLink.ts';
import type { WebviewLinkParts } from '../desk/webviewLink.ts';

/** How long VS Code may take to give back a panel that it has restored. */
const givenBackWithinMs = 2000;

/** Mission Control: one panel a window, which comes back after a reload and after a crash of the extension host. */
export class MissionControlPanel implements vscode.WebviewPanelSerializer, vscode.Disposable {
  static readonly viewType = 'longhaul.missionControl';
  readonly #watching: vscode.Disposable;
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #parts: Omit<WebviewLinkParts, 'page'>;
  #open: { panel: vscode.WebviewPanel; link: WebviewLink } | null = null;

  constructor(parts: { extensionUri: vscode.Uri; desk: Desk; show: WebviewLinkParts['show'] }) {
    this.#parts = parts;
    this.#watching = vscode.window.tabGroups.onDidChangeTabs(() => this.#lookForForsaken());
    this.#lookForForsaken();
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#watching.dispose();
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#adopt(panel);
    return Promise.resolve();
  }

  show(target: Target | null): void {
    const open = this.#open ?? this.#replace(forsakenTabs(), { viewColumn: vscode.ViewColumn.Active });
    open.panel.reveal();
    if (target) open.link.send({ kind: 'reveal', target });
  }

  /** A panel whose host was killed stays in its tab, is never given back, and shows for ever what it showed last. */
  #lookForForsaken(): void {
    if (this.#open || this.#timer !== null || !forsakenTabs().some(({ isActive }) => isActive)) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      const tabs = this.#open ? [] : forsakenTabs();
      const seen = tabs.find(({ isActive }) => isActive);
      if (seen) this.#replace(tabs, { viewColumn: seen.group.viewColumn, preserveFocus: true });
    }, givenBackWithinMs);
  }

  /** A new panel instead of tabs behind which nobody stands. */
  #replace(
    tabs: readonly vscode.Tab[],
    place: { viewColumn: vscode.ViewColumn; preserveFocus?: boolean },
  ): { panel: vscode.WebviewPanel; link: WebviewLink } {
    const { viewType } = MissionControlPanel;
    const options = { retainContextWhenHidden: true };
    const open = this.#adopt(vscode.window.createWebviewPanel(viewType, 'Mission Control', place, options));
    if (tabs.length > 0) void vscode.window.tabGroups.close(tabs, true);
    return open;
  }

  #adopt(panel: vscode.WebviewPanel): { panel: vscode.WebviewPanel; link: WebviewLink } {
    const icon = (theme: string): vscode.Uri =>
      vscode.Uri.joinPath(this.#parts.extensionUri, 'media', `longhaul-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
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

/** Tabs of Mission Control, to be asked for while this host has no panel of its own. */
function forsakenTabs(): vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(
    ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(MissionControlPanel.viewType),
  );
}
