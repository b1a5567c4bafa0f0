import * as vscode from 'vscode';
import type { MissionState } from '../../mission/state.ts';
import { liveAssertions } from '../../mission/plan.ts';
import { oneLine } from '../../wording/oneLine.ts';
import { pauseNames, pauseSentence } from '../../wording/words.ts';
import type { Desk } from '../desk/desk.ts';

const refreshMs = 250;

interface Status {
  icon: string;
  word: string;
  figures: string;
  needsSomebody: boolean;
}

function figuresOf(state: MissionState): string {
  const assertions = liveAssertions(state);
  const passed = assertions.filter(({ status, stale }) => status === 'passed' && !stale).length;
  return assertions.length === 0 ? '' : `${passed} of ${assertions.length}`;
}

/** Where the mission stands, in a word. */
function statusOf(state: MissionState): Status {
  const figures = figuresOf(state);
  if (state.pause && state.pause.until !== null)
    return { icon: 'watch', word: 'Waiting', figures, needsSomebody: false };
  if (state.pause)
    return {
      icon: 'debug-pause',
      word: 'Paused',
      figures,
      needsSomebody: state.pause.reason !== 'user' && state.pause.reason !== 'windowClosed',
    };
  const isAsked = Object.values(state.asks).some(({ answers }) => answers === null);
  switch (state.phase) {
    case 'none':
    case 'scoping':
      return isAsked
        ? { icon: 'bell', word: 'Question', figures: '', needsSomebody: true }
        : { icon: 'compass', word: 'Scoping', figures: '', needsSomebody: false };
    case 'awaitingApproval':
      if (state.baseCheck?.contractVersion !== state.versions.contract)
        return { icon: 'sync~spin', word: 'Checking the plan', figures: '', needsSomebody: false };
      return { icon: 'bell', word: 'Plan ready', figures: '', needsSomebody: true };
    case 'running':
      return { icon: 'sync~spin', word: 'Running', figures, needsSomebody: isAsked };
    case 'completed':
      return { icon: 'pass', word: 'Completed', figures, needsSomebody: false };
    case 'completedWithExceptions':
      return { icon: 'pass', word: 'Completed with exceptions', figures, needsSomebody: false };
    case 'abandoned':
      return { icon: 'circle-slash', word: 'Cancelled', figures: '', needsSomebody: false };
  }
}

function setContext(key: string, value: unknown): void {
  void vscode.commands.executeCommand('setContext', `longhaul.${key}`, value);
}

/** What menus ask of the mission. */
function contextKeys({ state, ownership }: Desk): Record<string, unknown> {
  if (!state) return { phase: undefined, hasPlan: false, paused: false, owner: false };
  const { phase, proposal, pause } = state;
  return {
    phase,
    hasPlan: proposal !== null,
    paused: pause?.until === null,
    owner: ownership === 'owner' && !isOver(state),
  };
}

/** The status bar, and the context keys that menus ask. */
export class MissionStatus implements vscode.Disposable {
  readonly #desk: Desk;
  readonly #item = vscode.window.createStatusBarItem('longhaul.status', vscode.StatusBarAlignment.Left, 50);
  readonly #stop: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #shown = '';

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#item.name = 'Longhaul';
    this.#item.command = 'longhaul.showMissionControl';
    this.#stop = desk.listen((change) => {
      if (change.kind === 'activity') return;
      this.#timer ??= setTimeout(() => {
        this.#timer = null;
        this.#show();
      }, refreshMs);
    });
    this.#show();
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#stop();
    this.#item.dispose();
  }

  #show(): void {
    const { state } = this.#desk;
    const keys = contextKeys(this.#desk);
    const shown = JSON.stringify([state?.missionId, state?.pause, keys, state && statusOf(state)]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    for (const [key, value] of Object.entries(keys)) setContext(key, value);
    if (state) this.#showState(state);
    else this.#item.hide();
  }

  #showState(state: MissionState): void {
    const { icon, word, figures, needsSomebody } = statusOf(state);
    this.#item.text = `$(${icon}) Longhaul: ${word}${figures === '' ? '' : ` ${figures}`}`;
    this.#item.tooltip = [oneLine(state.goal), state.pause ? pauseSentence(state.pause) : '']
      .filter(Boolean)
      .join('\n');
    this.#item.accessibilityInformation = { label: `Longhaul mission: ${word}, ${figures} assertions passed` };
    this.#item.backgroundColor = needsSomebody ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.show();
  }
}

function isOver({ phase }: MissionState): boolean {
  return phase === 'completed' || phase === 'completedWithExceptions' || phase === 'abandoned';
}

/** What a person has to be told: only what needs one, and the end. */
function notificationOf(state: MissionState): { text: string; action: string; command: string } | null {
  const { pause, phase } = state;
  const goal = oneLine(state.goal, 60);
  if (pause && pause.until === null && pause.reason !== 'user' && pause.reason !== 'windowClosed')
    return {
      text: `Paused (${pauseNames[pause.reason]}): ${pauseSentence(pause)}`,
      action: 'Show Mission Control',
      command: 'longhaul.showMissionControl',
    };
  if (phase === 'awaitingApproval')
    return {
      text: `The plan for “${goal}” waits for your approval.`,
      action: 'Show Plan',
      command: 'longhaul.showChat',
    };
  if (phase === 'completed' || phase === 'completedWithExceptions')
    return {
      text: `“${goal}” is completed${phase === 'completed' ? '' : ' with exceptions'}: ${figuresOf(state)} assertions passed, on ${state.branch ?? ''}.`,
      action: 'Show Report',
      command: 'longhaul.showReport',
    };
  if (phase === 'abandoned') return null;
  return { text: `A question about “${goal}” waits for you.`, action: 'Answer', command: 'longhaul.showChat' };
}

/**
 * Notifies when the mission stops for somebody or has ended; never twice for the same, and not of a question or a plan that
 * stands before the user's eyes.
 */
export function notifyWhenNeeded(desk: Desk, chatIsSeen: () => boolean): vscode.Disposable {
  let last = '';
  const stop = desk.listen((change) => {
    if (change.kind !== 'halt' || change.halt.kind === 'stopped') return;
    const said =
      change.halt.kind === 'disk'
        ? { text: change.halt.why, action: 'Show Mission Control', command: 'longhaul.showMissionControl' }
        : notificationOf(change.state);
    const isSeen = said?.command === 'longhaul.showChat' && chatIsSeen() && vscode.window.state.focused;
    if (!said || isSeen || said.text === last) return;
    last = said.text;
    const show = change.halt.kind === 'done' ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
    void show(said.text, said.action).then((pressed) => {
      if (pressed === said.action) void vscode.commands.executeCommand(said.command);
    });
  });
  return new vscode.Disposable(stop);
}
