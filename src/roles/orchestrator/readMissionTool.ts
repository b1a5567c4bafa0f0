import { z } from 'zod';
import type { AnyTool } from '../../agent/tool.ts';
import { defineTool, refusal, result } from '../../agent/tool.ts';
import type { Limits } from '../../mission/limits.ts';
import { planProblems } from '../../mission/plan.ts';
import type { MissionState } from '../../mission/state.ts';
import type { RoleContext } from '../role.ts';
import {
  assertionText,
  contractText,
  decisionsText,
  featureText,
  itemText,
  knowledgeText,
  planText,
  requirementsText,
  verdictText,
} from '../tools/missionText.ts';

const parts = [
  'requirements',
  'contract',
  'features',
  'services',
  'knowledge',
  'skills',
  'reviews',
  'items',
  'handoff',
  'problems',
] as const;

function reviewsText(state: MissionState): string {
  const reviews = state.contractReviews.map(({ run, contractVersion, review }) => {
    const points = review.points.map(
      (point, place) => `  P${String(run)}-${String(place + 1)} ${point.kind} ${point.assertion ?? ''}: ${point.text}`,
    );
    return [`Run ${String(run)}, contract version ${String(contractVersion)}: ${review.summary}`, ...points].join('\n');
  });
  return reviews.join('\n') || 'None.';
}

function one(state: MissionState, part: (typeof parts)[number], id: string): string | null {
  const assertion = state.assertions[id];
  if (part === 'contract' && assertion) return `${assertionText(assertion.text)}\n${verdictText(assertion)}`;
  const feature = state.features[id];
  if (part === 'features' && feature) return featureText(feature.text);
  if (part === 'handoff' && feature)
    return JSON.stringify(
      feature.attempts.map(({ attempt, handoff, judged }) => ({ attempt, handoff, judged })),
      null,
      1,
    );
  const item = state.items[id];
  if (part === 'items' && item)
    return `${itemText(item)}\n  status ${item.status}${item.fate ? `, fate ${JSON.stringify(item.fate)}` : ''}`;
  return part === 'skills' ? (state.skills[id] ?? null) : null;
}

function whole(state: MissionState, part: (typeof parts)[number], limits: Limits): string {
  switch (part) {
    case 'requirements':
      return `${requirementsText(state)}\nDecisions:\n${decisionsText(state)}`;
    case 'contract':
      return contractText(state);
    case 'features':
      return planText(state);
    case 'services':
      return JSON.stringify(state.services, null, 1);
    case 'knowledge':
      return knowledgeText(state);
    case 'skills':
      return Object.keys(state.skills).join(', ') || 'None written yet.';
    case 'reviews':
      return reviewsText(state);
    case 'items':
      return (
        Object.values(state.items)
          .map((item) => `${itemText(item)} [${item.status}]`)
          .join('\n') || 'None.'
      );
    case 'handoff':
      return 'Name a feature as id.';
    case 'problems':
      return (
        planProblems(state, limits)
          .map((problem) => `- ${problem}`)
          .join('\n') || 'Nothing is missing: the plan can be proposed.'
      );
  }
}

export function readMissionTool({ recorder, limits }: RoleContext): AnyTool {
  return defineTool({
    name: 'read_mission',
    description:
      'Read a part of the mission as it is recorded. With `id`: one assertion, feature (or its handoffs), item or skill. `problems`: what still keeps the plan from being proposed.',
    kind: 'read',
    schema: z.strictObject({ part: z.enum(parts), id: z.string().nullable() }),
    run: ({ part, id }) => {
      const state = recorder.state();
      if (id === null) return Promise.resolve(result(whole(state, part, limits)));
      const text = one(state, part, id);
      return Promise.resolve(text === null ? refusal(`There is no ${id} in ${part}.`) : result(text));
    },
  });
}
