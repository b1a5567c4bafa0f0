import type { RowSubject } from '../desk/row.ts';

type RowKind = RowSubject['kind'];

interface CommandText {
  /** As in the palette, behind "Mission:". */
  title: string;
  icon?: string;
  /** When the palette offers it; everything else is offered always. */
  when?: string;
  /** Rows of trees in whose context menu it stands. */
  rows?: readonly RowKind[];
  /** A button in the title of these views. */
  viewTitle?: readonly ('longhaul.chat' | 'longhaul.mission' | 'longhaul.contract')[];
  /** Not in the palette: it needs a row. */
  rowOnly?: boolean;
}

const hasMission = 'longhaul.phase';
const isCarried = 'longhaul.owner';
const isPaused = `${isCarried} && longhaul.paused`;
const isAtWork = `${isCarried} && longhaul.phase =~ /scoping|awaitingApproval|running/ && !longhaul.paused`;

/** Every command, once: package.json is generated from this, and registering takes it from here. */
const commandTable = {
  'longhaul.newMission': { title: 'New Mission', icon: 'add', viewTitle: ['longhaul.chat'] },
  'longhaul.openMission': { title: 'Open Mission…', icon: 'history', viewTitle: ['longhaul.chat'] },
  'longhaul.closeMission': { title: 'Close Mission', when: hasMission },
  'longhaul.showMissionControl': {
    title: 'Show Mission Control',
    icon: 'dashboard',
    when: hasMission,
    viewTitle: ['longhaul.chat', 'longhaul.mission', 'longhaul.contract'],
  },
  'longhaul.showChat': { title: 'Show Chat' },
  'longhaul.talk': { title: 'Talk to the Orchestrator', icon: 'comment', when: isCarried },
  'longhaul.rescope': { title: 'Re-scope…', icon: 'edit', when: isCarried },
  'longhaul.approve': { title: 'Approve Plan', when: 'longhaul.phase == awaitingApproval' },
  'longhaul.pause': { title: 'Pause', icon: 'debug-pause', when: isAtWork, viewTitle: ['longhaul.mission'] },
  'longhaul.resume': { title: 'Resume', icon: 'debug-continue', when: isPaused, viewTitle: ['longhaul.mission'] },
  'longhaul.killRun': { title: 'Kill Run', icon: 'debug-stop', when: isAtWork },
  'longhaul.cancel': { title: 'Cancel Mission…', when: isCarried },
  'longhaul.changeBudget': { title: 'Change Budget…', when: isCarried },
  'longhaul.chooseModels': { title: 'Choose Models…' },
  'longhaul.setKey': { title: 'Set Key of a Provider…' },
  'longhaul.removeKey': { title: 'Remove Key of a Provider…' },
  'longhaul.showMissionChanges': { title: 'Show All Changes', icon: 'diff-multiple', when: hasMission },
  'longhaul.showReport': { title: 'Show Report', when: hasMission },
  'longhaul.openDirectory': { title: 'Open Mission Directory', icon: 'folder-opened', when: hasMission },
  'longhaul.showChanges': {
    title: 'Show Changes',
    icon: 'diff-multiple',
    rows: ['milestone', 'feature', 'attempt', 'commit'],
    rowOnly: true,
  },
  'longhaul.showHandoff': { title: 'Show Handoff', rows: ['attempt'], rowOnly: true },
  'longhaul.showTranscript': { title: 'Show Transcript', rows: ['attempt', 'run'], rowOnly: true },
  'longhaul.showFinding': { title: 'Show on Its Line', rows: ['finding'], rowOnly: true },
  'longhaul.showEvidence': { title: 'Show Evidence', rows: ['evidence'], rowOnly: true },
  'longhaul.showInMissionControl': {
    title: 'Show in Mission Control',
    rows: ['feature', 'attempt', 'finding', 'assertion', 'run'],
    rowOnly: true,
  },
  'longhaul.acceptAsItIs': { title: 'Accept as It Is…', rows: ['assertion', 'finding'], rowOnly: true },
  'longhaul.copyId': {
    title: 'Copy Id',
    rows: ['milestone', 'feature', 'commit', 'finding', 'assertion', 'evidence'],
    rowOnly: true,
  },
} as const satisfies Record<`longhaul.${string}`, CommandText>;

export type CommandId = keyof typeof commandTable;
export const commandTexts: Readonly<Record<CommandId, CommandText>> = commandTable;
