import * as vscode from 'vscode';
import type { MissionState } from '../../mission/state.ts';
import type { Place } from '../../protocol/actions.ts';
import { oneLine } from '../../wording/oneLine.ts';
import { shortCommit } from '../../wording/words.ts';
import type { Desk } from '../desk/desk.ts';
import { commitFile } from './storedFiles.ts';

/** What is compared, from the commit before it to its last one. */
export interface Range {
  title: string;
  base: string;
  head: string;
}

type ChangesPlace = Extract<Place, { kind: 'commit' | 'featureChanges' | 'milestoneChanges' | 'missionChanges' }>;

/** Accepted commits in the order in which they were made, each with the one before it. */
function accepted(state: MissionState): { commit: string; base: string; feature: string; milestone: string }[] {
  const attempts = Object.values(state.features).flatMap(({ text, attempts: all }) =>
    all.flatMap(({ commit, base, run }) =>
      commit === null ? [] : [{ commit, base, run, feature: text.id, milestone: text.milestone }],
    ),
  );
  return attempts.sort((a, b) => a.run - b.run);
}

function span(title: string, commits: readonly { commit: string; base: string }[]): Range | null {
  const [first] = commits;
  const last = commits.at(-1);
  return first && last ? { title, base: first.base, head: last.commit } : null;
}

/** The commits that a place means; null where it has none yet. A feature that was re-opened spans what came between its commits. */
export function rangeOf(state: MissionState, place: ChangesPlace): Range | null {
  const commits = accepted(state);
  switch (place.kind) {
    case 'commit': {
      const own = commits.filter(({ commit }) => commit === place.commit);
      const feature = state.features[own[0]?.feature ?? '']?.text;
      return span(`${shortCommit(place.commit)} ${oneLine(feature?.title ?? '')}`, own);
    }
    case 'featureChanges': {
      const title = `${place.feature} ${oneLine(state.features[place.feature]?.text.title ?? '')}`;
      return span(
        title,
        commits.filter(({ feature }) => feature === place.feature),
      );
    }
    case 'milestoneChanges': {
      const title = `${place.milestone} ${oneLine(state.milestones[place.milestone]?.text.title ?? '')}`;
      return span(
        title,
        commits.filter(({ milestone }) => milestone === place.milestone),
      );
    }
    case 'missionChanges':
      return span(oneLine(state.goal), commits);
  }
}

/** Opens all files of a range in the editor's multi-file diff; a problem is a sentence. */
export async function openChanges(desk: Desk, { title, base, head }: Range): Promise<string | null> {
  const { state } = desk;
  if (state === null) return 'No mission is open in this window.';
  const changes = await desk.missions.changes(state.folder, base, head);
  if (changes.length === 0) return `${title} changes no file.`;
  const rows = changes.map(({ path, status }) => [
    vscode.Uri.joinPath(vscode.Uri.file(state.folder), path),
    status === 'added' ? undefined : commitFile(base, path),
    status === 'deleted' ? undefined : commitFile(head, path),
  ]);
  await vscode.commands.executeCommand('vscode.changes', title, rows);
  return null;
}
