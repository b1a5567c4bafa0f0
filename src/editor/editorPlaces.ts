import * as vscode from 'vscode';
import { handoffReport } from '../mission/handoffReport.ts';
import { missionReport } from '../mission/report.ts';
import type { MissionState } from '../mission/state.ts';
import type { Place } from '../protocol/actions.ts';
import type { Said } from '../runner/missions.ts';
import type { ChatView } from '../views/chat/chatView.ts';
import type { Desk } from '../views/desk/desk.ts';
import { openChanges, rangeOf } from '../views/diffs/changes.ts';
import { findingPlace } from '../views/diffs/findingThreads.ts';
import { blobFile } from '../views/diffs/storedFiles.ts';
import type { StoredFiles } from '../views/diffs/storedFiles.ts';
import type { MissionControlPanel } from '../views/missionControl/missionControlPanel.ts';

export interface PlaceParts {
  desk: Desk;
  stored: StoredFiles;
  chat: () => ChatView;
  missionControl: () => MissionControlPanel;
  setKey: (provider: string | null) => Promise<void>;
}

type MissionPlace = Exclude<Place, { kind: 'chat' | 'missionControl' | 'settings' | 'key' | 'folder' }>;

const done: Said = { ok: true };

function problem(why: string): Said {
  return { ok: false, why };
}

async function openFile(uri: vscode.Uri, line: number | null): Promise<Said> {
  const at = new vscode.Range(line ?? 0, 0, line ?? 0, 0);
  await vscode.commands.executeCommand('vscode.open', uri, line === null ? { preview: true } : { selection: at });
  return done;
}

async function openMarkdown(uri: vscode.Uri): Promise<Said> {
  await vscode.commands.executeCommand('markdown.showPreview', uri);
  return done;
}

function openEvidence(state: MissionState, id: string): Promise<Said> {
  const evidence = state.evidence[id];
  if (!evidence) return Promise.resolve(problem(`There is no evidence ${id}.`));
  return openFile(blobFile(evidence.blob, `${id}.${evidence.kind === 'screenshot' ? 'png' : 'txt'}`), null);
}

async function showOfMission({ desk, stored }: PlaceParts, state: MissionState, place: MissionPlace): Promise<Said> {
  switch (place.kind) {
    case 'commit':
    case 'featureChanges':
    case 'milestoneChanges':
    case 'missionChanges': {
      const range = rangeOf(state, place);
      const why = range ? await openChanges(desk, range) : 'There is no accepted commit yet.';
      return why === null ? done : problem(why);
    }
    case 'evidence':
      return openEvidence(state, place.evidence);
    case 'output':
      return openFile(blobFile(place.blob, `${place.title.replace(/[^\w .-]+/g, '-')}.txt`), null);
    case 'finding': {
      const item = state.items[place.item];
      const found = item ? findingPlace(state, item) : null;
      return found
        ? openFile(found.uri, found.line)
        : problem(`${place.item} names no file; Mission Control shows all that is known of it.`);
    }
    case 'file':
      return openFile(
        vscode.Uri.joinPath(vscode.Uri.file(state.folder), place.path),
        place.line === null ? null : place.line - 1,
      );
    case 'handoff': {
      const text = handoffReport(state, place.run);
      return text === null
        ? problem(`Run ${place.run} has handed nothing off.`)
        : openMarkdown(stored.textFile(`handoff-${place.run}`, `Handoff of run ${place.run}.md`, text));
    }
    case 'report':
      return openMarkdown(stored.textFile('report', 'Report.md', missionReport(state)));
    case 'missionDirectory': {
      const directory = vscode.Uri.file(desk.missions.directory(state.missionId));
      await vscode.commands.executeCommand('vscode.openFolder', directory, { forceNewWindow: true });
      return done;
    }
  }
}

/** What takes away the reason why no mission can be started in the folder of the window. */
const folderCommands = {
  openFolder: 'workbench.action.files.openFolder',
  trust: 'workbench.trust.manage',
  initialiseGit: 'git.init',
} as const;

/** Shows something of the mission in the editor, wherever that was pressed. */
export function placeOpener(parts: PlaceParts): (place: Place) => Promise<Said> {
  return async (place) => {
    switch (place.kind) {
      case 'chat':
        await parts.chat().compose('');
        return done;
      case 'missionControl':
        parts.missionControl().show(place.target);
        return done;
      case 'settings':
        await vscode.commands.executeCommand('workbench.action.openSettings', place.query);
        return done;
      case 'key':
        await parts.setKey(place.provider);
        return done;
      case 'folder':
        await vscode.commands.executeCommand(folderCommands[parts.desk.window().problem?.action ?? 'openFolder']);
        return done;
      default: {
        const { state } = parts.desk;
        return state ? showOfMission(parts, state, place) : problem('No mission is open in this window.');
      }
    }
  };
}
