import type { PolicyReply } from '../modelServer/policy.ts';
import { assertionsOf, feature, greetsByName, manifestOf, milestones, skillText } from './crashContract.ts';
import { call, fixed, play } from './conversation.ts';
import type { Conversation, Step } from './conversation.ts';

export const driveTask = 'Drive the page of the greeter.';
const runTask = 'Run the tests of the greeter.';

function scopingSteps(marks: string): Step[] {
  return [
    fixed(
      call('enter_phase', { phase: 'understanding' }),
      call('record_requirement', { id: 'R1', text: 'Greet by name', binding: false }),
    ),
    fixed(call('research', { tasks: ['Find out how the greeting is built.', 'Find out how it is tested.'] })),
    fixed(
      call('ask_user', {
        questions: [{ question: 'How should the greeting read?', options: ['Hello, Ada!', 'Hi Ada'] }],
      }),
    ),
    fixed(call('write_services', manifestOf(marks)), call('scout', { tasks: [runTask, driveTask] })),
    fixed(
      call('write_assertions', { assertions: assertionsOf(marks), answers: [] }),
      call('write_milestones', { milestones }),
    ),
    fixed(call('review_contract', { focuses: ['What is missing?', 'What cannot be tested?'] })),
    fixed(
      call('write_skill', { name: 'greeter', text: skillText }),
      call('write_features', { features: [feature], place: 'back' }),
    ),
    fixed(call('propose_plan', { summary: 'The greeter learns names; three assertions prove it.' })),
  ];
}

export function scopingReply(seen: Conversation, marks: string): PolicyReply {
  return play(seen, scopingSteps(marks));
}

/** Dismisses what is a note or a false alarm, has everything else repaired by F2. */
export function turnReply(seen: Conversation): PolicyReply {
  const causes = [...seen.brief.matchAll(/^- \[([^\]]+)\] (.*)$/gm)].map(([, id, text]) => ({
    id: id ?? '',
    text: text ?? '',
  }));
  const items = causes.filter(({ id }) => id.startsWith('item:')).map(({ id, text }) => ({ id: id.slice(5), text }));
  const [dismissed, repaired] = [
    items.filter(({ text }) => /^(Small note|False alarm)/.test(text)),
    items.filter(({ text }) => !/^(Small note|False alarm)/.test(text)),
  ];
  const fix = {
    ...feature,
    id: 'F2',
    title: 'Repair the greeting',
    claims: [],
    fixes: { findings: repaired.map(({ id }) => id), assertions: [greetsByName] },
  };
  const steps: Step[] = [
    ...(repaired.length > 0 ? [fixed(call('write_features', { features: [fix], place: 'front' }))] : []),
    ...(items.length > 0
      ? [
          fixed(
            ...repaired.map(({ id }) => call('settle_item', { item: id, decision: { fate: 'fix', feature: 'F2' } })),
            ...dismissed.map(({ id }) =>
              call('settle_item', {
                item: id,
                decision: { fate: 'dismiss', reason: 'It was so before and does no harm.' },
              }),
            ),
          ),
        ]
      : []),
    fixed(call('end_turn', { decisions: causes.map(({ id }) => ({ cause: id, decision: 'decided' })) })),
  ];
  return play(seen, steps);
}
