import * as vscode from 'vscode';
import type { Action, Place } from '../../protocol/actions.ts';
import type { Said } from '../../runner/missions.ts';
import type { Desk } from '../desk/desk.ts';
import type { Row } from '../desk/row.ts';
import { askBudgets, askForMission, askReason, confirm } from './askUser.ts';
import type { CommandId } from './commandTable.ts';

export interface CommandParts {
  desk: Desk;
  show: (place: Place) => Promise<Said>;
  /** Puts the cursor into the chat's message field, with a text in it. */
  compose: (text: string) => Promise<void>;
  chooseModels: () => Promise<void>;
  setKey: (provider: string | null) => Promise<void>;
  removeKey: () => Promise<void>;
}

type Run = (row: Row | null) => Promise<Said | undefined>;

const nothing = undefined;
const needsRow: Said = { ok: false, why: 'Press it on a row of the Mission or Contract view.' };

async function quietly(doing: Thenable<void>): Promise<undefined> {
  await doing;
}

function topRun(desk: Desk): number | null {
  const { state } = desk;
  return state?.openRuns.find((run) => state.runs[run]?.parent === null) ?? null;
}

function placeOfChanges({ subject }: Row): Place | null {
  switch (subject.kind) {
    case 'milestone':
      return { kind: 'milestoneChanges', milestone: subject.milestone };
    case 'feature':
    case 'attempt':
      return { kind: 'featureChanges', feature: subject.feature };
    case 'commit':
      return { kind: 'commit', commit: subject.commit };
    default:
      return null;
  }
}

function placeInMissionControl({ subject }: Row): Place {
  switch (subject.kind) {
    case 'feature':
      return { kind: 'missionControl', target: { kind: 'feature', feature: subject.feature } };
    case 'attempt':
    case 'run':
      return { kind: 'missionControl', target: { kind: 'run', run: subject.run } };
    case 'finding':
      return { kind: 'missionControl', target: { kind: 'item', item: subject.item } };
    case 'assertion':
      return { kind: 'missionControl', target: { kind: 'assertion', assertion: subject.assertion } };
    default:
      return { kind: 'missionControl', target: null };
  }
}

function idOf({ subject }: Row): string {
  switch (subject.kind) {
    case 'milestone':
      return subject.milestone;
    case 'feature':
    case 'attempt':
      return subject.feature;
    case 'commit':
      return subject.commit;
    case 'finding':
      return subject.item;
    case 'assertion':
      return subject.assertion;
    case 'evidence':
      return subject.evidence;
    case 'run':
      return String(subject.run);
    case 'group':
      return '';
  }
}

/** What each command does; a problem is shown to the user. */
export function missionCommands(parts: CommandParts): Record<CommandId, Run> {
  return { ...lifeCommands(parts), ...windowCommands(parts), ...rowCommands(parts) };
}

type LifeCommand = Extract<
  CommandId,
  `longhaul.${'approve' | 'pause' | 'resume' | 'killRun' | 'cancel' | 'changeBudget' | 'closeMission' | 'openMission'}`
>;

function lifeCommands({ desk, show }: CommandParts): Record<LifeCommand, Run> {
  const act = (action: Action): Promise<Said> => desk.act(action);
  return {
    'longhaul.approve': async () => {
      const { state } = desk;
      if (state?.phase !== 'awaitingApproval') return show({ kind: 'chat' });
      const goOn = await confirm(
        'Approve the plan and start?',
        'Approve and Start',
        'Work begins on a branch of its own.',
      );
      return goOn ? act({ kind: 'approve', planVersion: state.versions.plan }) : nothing;
    },
    'longhaul.pause': () => act({ kind: 'pause' }),
    'longhaul.resume': () => act({ kind: 'resume' }),
    'longhaul.killRun': async () => {
      const run = topRun(desk);
      if (run === null) return { ok: false, why: 'No run is at work.' };
      const goOn = await confirm(
        `Kill run ${run}?`,
        'Kill Run',
        'Its work is kept on a ref of its own and is not accepted; the orchestrator decides how to go on.',
      );
      return goOn ? act({ kind: 'killRun', run }) : nothing;
    },
    'longhaul.cancel': async () => {
      const goOn = await confirm(
        'Cancel the mission for good?',
        'Cancel Mission',
        'The branch, its commits and the mission directory stay.',
      );
      return goOn ? act({ kind: 'cancel' }) : nothing;
    },
    'longhaul.changeBudget': async () => {
      const budgets = desk.state ? await askBudgets(desk.state.budgets) : null;
      return budgets ? act({ kind: 'changeBudgets', budgets }) : nothing;
    },
    'longhaul.closeMission': () => act({ kind: 'closeMission' }),
    'longhaul.openMission': async () => {
      const mission = await askForMission(desk.window().missions);
      return mission === null ? nothing : act({ kind: 'openMission', mission });
    },
  };
}

type WindowCommand = Extract<
  CommandId,
  `longhaul.${'newMission' | 'showMissionControl' | 'showChat' | 'talk' | 'rescope' | 'chooseModels' | 'setKey' | 'removeKey' | 'showMissionChanges' | 'showReport' | 'openDirectory'}`
>;

function windowCommands(parts: CommandParts): Record<WindowCommand, Run> {
  const { desk, show, compose } = parts;
  const isAtWork = (): boolean => {
    const { phase } = desk.state ?? { phase: 'none' };
    return phase === 'scoping' || phase === 'awaitingApproval' || phase === 'running';
  };
  return {
    'longhaul.newMission': async () => {
      if (isAtWork()) {
        const goOn = await confirm(
          'Start another mission?',
          'Close This One',
          'The mission in this window has not ended. It is closed here, loses nothing, and can be opened again.',
        );
        if (!goOn) return nothing;
      }
      if (desk.state) await desk.act({ kind: 'closeMission' });
      return show({ kind: 'chat' });
    },
    'longhaul.showMissionControl': () => show({ kind: 'missionControl', target: null }),
    'longhaul.showChat': () => show({ kind: 'chat' }),
    'longhaul.talk': () => quietly(compose('')),
    'longhaul.rescope': () => quietly(compose('Please change the scope: ')),
    'longhaul.chooseModels': () => quietly(parts.chooseModels()),
    'longhaul.setKey': () => quietly(parts.setKey(null)),
    'longhaul.removeKey': () => quietly(parts.removeKey()),
    'longhaul.showMissionChanges': () => show({ kind: 'missionChanges' }),
    'longhaul.showReport': () => show({ kind: 'report' }),
    'longhaul.openDirectory': () => show({ kind: 'missionDirectory' }),
  };
}

type RowCommand = Exclude<CommandId, LifeCommand | WindowCommand>;

function rowCommands({ desk, show }: CommandParts): Record<RowCommand, Run> {
  const onRow =
    (run: (row: Row) => Promise<Said | undefined>): Run =>
    (row) =>
      row ? run(row) : Promise.resolve(needsRow);
  const showInMissionControl = onRow((row) => show(placeInMissionControl(row)));
  return {
    'longhaul.showChanges': onRow((row) => {
      const place = placeOfChanges(row);
      return place ? show(place) : Promise.resolve(needsRow);
    }),
    'longhaul.showHandoff': onRow(({ subject }) =>
      subject.kind === 'attempt' ? show({ kind: 'handoff', run: subject.run }) : Promise.resolve(needsRow),
    ),
    'longhaul.showTranscript': showInMissionControl,
    'longhaul.showFinding': onRow(({ subject }) =>
      subject.kind === 'finding' ? show({ kind: 'finding', item: subject.item }) : Promise.resolve(needsRow),
    ),
    'longhaul.showEvidence': onRow(({ subject }) =>
      subject.kind === 'evidence' ? show({ kind: 'evidence', evidence: subject.evidence }) : Promise.resolve(needsRow),
    ),
    'longhaul.showInMissionControl': showInMissionControl,
    'longhaul.acceptAsItIs': onRow(async ({ subject }) => {
      const what =
        subject.kind === 'assertion'
          ? ({ of: 'assertion', id: subject.assertion } as const)
          : subject.kind === 'finding'
            ? ({ of: 'item', id: subject.item } as const)
            : null;
      if (!what) return needsRow;
      const reason = await askReason(what.id);
      return reason === null ? nothing : desk.act({ kind: 'override', ...what, reason });
    }),
    'longhaul.copyId': onRow((row) => quietly(vscode.env.clipboard.writeText(idOf(row)))),
  };
}
