import { liveFeatures } from '../../src/mission/plan.ts';
import { openItems } from '../../src/mission/scope.ts';
import type { MissionState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { idList } from '../../src/wording/idList.ts';
import { runSentence } from '../../src/wording/words.ts';

/** What stands still while a mission is paused: the runs kept open, features not begun, items without a fate. */
export function waitingWork(state: MissionState): { name: string; text: string }[] {
  const runs = state.openRuns.flatMap((number) => {
    const run = state.runs[number];
    return run ? [`${runSentence(run.role, run.subject, state)} (run ${number})`] : [];
  });
  const pending = liveFeatures(state).filter(({ status }) => status === 'pending');
  const items = openItems(state);
  return [
    ...(runs.length > 0
      ? [{ name: count(runs.length, 'run kept open', 'runs kept open'), text: runs.join('; ') }]
      : []),
    ...(pending.length > 0
      ? [
          {
            name: count(pending.length, 'feature not begun', 'features not begun'),
            text: idList(pending.map(({ text }) => text.id)),
          },
        ]
      : []),
    ...(items.length > 0
      ? [
          {
            name: count(items.length, 'item without a fate', 'items without a fate'),
            text: idList(items.map(({ item }) => item)),
          },
        ]
      : []),
  ];
}
