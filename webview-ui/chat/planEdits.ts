import type { AssertionText } from '../../src/mission/artefacts/contract.ts';
import type { FeatureText } from '../../src/mission/artefacts/plan.ts';
import { liveAssertions, liveFeatures } from '../../src/mission/plan.ts';
import type { MissionState } from '../../src/mission/state.ts';

/** What may be changed of a feature or an assertion, with the word for it. */
export const featureFields = { title: 'title', description: 'description' } as const;
export const assertionFields = { title: 'title', behaviour: 'behaviour', failsIf: 'fail condition' } as const;

export type FeatureField = keyof typeof featureFields;
export type AssertionField = keyof typeof assertionFields;

/** Texts typed in the edit mode, by `ID.field`; `ID.struck` is there for what is struck out. */
export type TypedEdits = ReadonlyMap<string, string>;

export function editKey(id: string, field: FeatureField | AssertionField | 'struck'): string {
  return `${id}.${field}`;
}

export function isStruck(edits: TypedEdits, id: string): boolean {
  return edits.has(editKey(id, 'struck'));
}

function changes(id: string, fields: Record<string, { word: string; now: string }>, edits: TypedEdits): string[] {
  return Object.entries(fields).flatMap(([field, { word, now }]) => {
    const text = edits.get(`${id}.${field}`)?.trim();
    return text === undefined || text === '' || text === now.trim() ? [] : [`${id}: ${word} now reads “${text}”`];
  });
}

function featureEdits(text: FeatureText, edits: TypedEdits): string[] {
  const { id, claims } = text;
  if (isStruck(edits, id)) {
    const left = claims.filter((claim) => !isStruck(edits, claim));
    const rest = left.length === 0 ? '' : ` Its assertions stay and need another feature: ${left.join(', ')}.`;
    return [`${id} (${text.title}) is struck out: leave it out of the plan.${rest}`];
  }
  const fields = {
    title: { word: featureFields.title, now: text.title },
    description: { word: featureFields.description, now: text.description },
  };
  return changes(id, fields, edits);
}

function assertionEdits(text: AssertionText, edits: TypedEdits): string[] {
  const { id } = text;
  if (isStruck(edits, id)) return [`${id} (${text.title}) is struck out: remove it from the contract.`];
  const fields = {
    title: { word: assertionFields.title, now: text.title },
    behaviour: { word: assertionFields.behaviour, now: text.behaviour },
    failsIf: { word: assertionFields.failsIf, now: text.failsIf },
  };
  return changes(id, fields, edits);
}

/** Each edit as a sentence, in the order of the plan. What reads as before, or is gone from the plan, is no edit. */
export function editSentences(state: MissionState, edits: TypedEdits): string[] {
  return [
    ...liveFeatures(state).flatMap(({ text }) => featureEdits(text, edits)),
    ...liveAssertions(state).flatMap(({ text }) => assertionEdits(text, edits)),
  ];
}

/** One comment for the orchestrator that lists every edit; `note` may be empty. */
export function editsComment(sentences: readonly string[], note: string): string {
  const list = ['Take these edits into a new version of the plan:', ...sentences.map((sentence) => `- ${sentence}`)];
  const added = note.trim();
  return (added === '' ? list : [...list, '', added]).join('\n');
}
