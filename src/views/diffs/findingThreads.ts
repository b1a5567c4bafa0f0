import * as vscode from 'vscode';
import type { ItemState, MissionState } from '../../mission/state.ts';
import type { Desk } from '../desk/desk.ts';
import { commitFile, commitPath } from './storedFiles.ts';

const refreshMs = 500;

interface Thread {
  thread: vscode.CommentThread;
  text: string;
}

/** Findings as comment threads on their lines: in the file as it is, and in every commit that is open in a diff. */
export class FindingThreads implements vscode.Disposable {
  readonly #desk: Desk;
  readonly #controller = vscode.comments.createCommentController('longhaul.findings', 'Longhaul findings');
  readonly #threads = new Map<string, Thread>();
  readonly #disposables: { dispose(): unknown }[];
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(desk: Desk) {
    this.#desk = desk;
    const stop = desk.listen((change) => {
      if (change.kind === 'mission' || change.kind === 'event') this.#soon();
    });
    this.#disposables = [
      this.#controller,
      new vscode.Disposable(stop),
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (commitPath(document.uri) !== null) this.#soon();
      }),
    ];
    this.#refresh();
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#refresh();
    }, refreshMs);
  }

  #refresh(): void {
    const { state } = this.#desk;
    const wanted = new Map<string, { uri: vscode.Uri; item: ItemState }>();
    for (const item of state ? Object.values(state.items) : [])
      for (const uri of state ? placesOf(state, item) : []) wanted.set(`${item.item} ${uri.toString()}`, { uri, item });
    for (const [key, { thread }] of this.#threads) {
      if (wanted.has(key)) continue;
      thread.dispose();
      this.#threads.delete(key);
    }
    for (const [key, { uri, item }] of wanted) this.#show(key, uri, item);
  }

  #show(key: string, uri: vscode.Uri, item: ItemState): void {
    const text = JSON.stringify([item.status, item.fate, item.summary]);
    const known = this.#threads.get(key);
    if (known?.text === text) return;
    const line = Math.max(0, (item.line ?? 1) - 1);
    const thread =
      known?.thread ?? this.#controller.createCommentThread(uri, new vscode.Range(line, 0, line, 0), [commentOf(item)]);
    thread.comments = [commentOf(item), ...fateComment(item)];
    thread.label = `${item.item}, ${item.severity === 'nonBlocking' ? 'not blocking' : item.severity}`;
    thread.canReply = false;
    thread.contextValue = 'finding';
    thread.state = item.status === 'open' ? vscode.CommentThreadState.Unresolved : vscode.CommentThreadState.Resolved;
    thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
    this.#threads.set(key, { thread, text });
  }
}

/** The file in the tree, and each commit of it that is open. */
function placesOf(state: MissionState, { file }: ItemState): vscode.Uri[] {
  if (file === null) return [];
  const open = vscode.workspace.textDocuments.flatMap(({ uri }) => (commitPath(uri) === file ? [uri] : []));
  return [vscode.Uri.joinPath(vscode.Uri.file(state.folder), file), ...open];
}

function authorOf({ origin }: ItemState): string {
  return 'run' in origin && typeof origin.run === 'number' ? `${origin.kind}, run ${origin.run}` : origin.kind;
}

function plain(text: string): vscode.MarkdownString {
  // Texts of models are shown as text: no links, no commands, no pictures.
  return new vscode.MarkdownString().appendText(text);
}

function commentOf(item: ItemState): vscode.Comment {
  return {
    author: { name: `Longhaul · ${authorOf(item)}` },
    body: plain([item.summary, item.detail].filter((text) => text !== '').join('\n\n')),
    mode: vscode.CommentMode.Preview,
  };
}

function fateComment({ fate, status }: ItemState): vscode.Comment[] {
  if (!fate) return [];
  const what =
    'feature' in fate ? `${fate.fate}: ${fate.feature}` : 'reason' in fate ? `${fate.fate}: ${fate.reason}` : fate.fate;
  const body = plain(status === 'resolved' ? `Gone. (${what})` : `Decided: ${what}`);
  return [{ author: { name: 'Longhaul · orchestrator' }, body, mode: vscode.CommentMode.Preview }];
}

/** Where a finding is shown: at its line in the newest commit of the mission. */
export function findingPlace(state: MissionState, item: ItemState): { uri: vscode.Uri; line: number } | null {
  if (item.file === null) return null;
  const uri =
    state.head === null
      ? vscode.Uri.joinPath(vscode.Uri.file(state.folder), item.file)
      : commitFile(state.head, item.file);
  return { uri, line: Math.max(0, (item.line ?? 1) - 1) };
}
