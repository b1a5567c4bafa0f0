import * as vscode from 'vscode';
import type { MissionState } from '../../mission/state.ts';
import type { Desk } from '../desk/desk.ts';
import type { Row, RowColour, RowSubject } from '../desk/row.ts';

const refreshMs = 250;

const colours: Readonly<Record<RowColour, string>> = {
  green: 'charts.green',
  red: 'charts.red',
  purple: 'charts.purple',
  yellow: 'charts.yellow',
  blue: 'charts.blue',
  muted: 'descriptionForeground',
};

/** What a command does when its row is pressed. */
function pressed({ kind }: RowSubject): string | null {
  if (kind === 'commit') return 'longhaul.showChanges';
  if (kind === 'finding') return 'longhaul.showFinding';
  if (kind === 'evidence') return 'longhaul.showEvidence';
  return kind === 'assertion' ? 'longhaul.showInMissionControl' : null;
}

function ownText({ children, ...own }: Row): string {
  return JSON.stringify([own, children.map(({ id }) => id)]);
}

/** A tree over rows made from the mission's state; only rows that have changed are drawn anew. */
export class RowTree implements vscode.TreeDataProvider<Row> {
  readonly #changed = new vscode.EventEmitter<Row | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #rowsOf: (state: MissionState) => Row[];
  readonly #desk: Desk;
  #rows: Row[] = [];
  #known = new Map<string, { row: Row; parent: Row | undefined; text: string }>();
  #isDue = false;

  constructor(desk: Desk, rowsOf: (state: MissionState) => Row[]) {
    this.#desk = desk;
    this.#rowsOf = rowsOf;
    this.#rebuild();
    desk.listen((change) => {
      if (change.kind === 'mission') this.#rebuildAndTell();
      if (change.kind === 'event') this.#soon();
    });
  }

  getChildren(row?: Row): Row[] {
    return row ? (this.#known.get(row.id)?.row.children ?? []) : this.#rows;
  }

  getParent(row: Row): Row | undefined {
    return this.#known.get(row.id)?.parent;
  }

  getTreeItem(given: Row): vscode.TreeItem {
    const row = this.#known.get(given.id)?.row ?? given;
    const states = vscode.TreeItemCollapsibleState;
    const open = row.isOpen ? states.Expanded : states.Collapsed;
    const item = new vscode.TreeItem(row.label, row.children.length === 0 ? states.None : open);
    item.id = row.id;
    item.description = row.description;
    item.tooltip = row.tooltip;
    item.iconPath = new vscode.ThemeIcon(row.icon, new vscode.ThemeColor(colours[row.colour]));
    item.contextValue = row.subject.kind;
    item.accessibilityInformation = { label: row.spoken };
    const command = pressed(row.subject);
    if (command !== null) item.command = { command, title: '', arguments: [row] };
    return item;
  }

  /** The row of an id, to be revealed. */
  find(id: string): Row | null {
    return this.#known.get(id)?.row ?? null;
  }

  #soon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => {
      this.#isDue = false;
      this.#rebuildAndTell();
    }, refreshMs);
  }

  #rebuildAndTell(): void {
    const before = this.#known;
    const top = this.#rows.map(({ id }) => id).join(' ');
    this.#rebuild();
    if (this.#rows.map(({ id }) => id).join(' ') !== top) {
      this.#changed.fire(undefined);
      return;
    }
    for (const [id, { row, text }] of this.#known) {
      const known = before.get(id);
      // A row that is new is drawn with its parent.
      if (known && known.text !== text) this.#changed.fire(row);
    }
  }

  #rebuild(): void {
    const { state } = this.#desk;
    this.#rows = state ? this.#rowsOf(state) : [];
    const earlier = this.#known;
    this.#known = new Map();
    const visit = (row: Row, parent: Row | undefined): Row => {
      // The editor knows rows by identity: the same row keeps its object.
      const same = Object.assign(earlier.get(row.id)?.row ?? row, row);
      this.#known.set(row.id, { row: same, parent, text: ownText(row) });
      same.children = row.children.map((child) => visit(child, same));
      return same;
    };
    this.#rows = this.#rows.map((row) => visit(row, undefined));
  }
}
