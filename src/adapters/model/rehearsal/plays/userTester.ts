import { assertionsIn, counted, first, oneLine, section } from '../briefText.ts';
import type { Script } from '../script.ts';
import { call, take } from '../script.ts';

const longestFlow = 8;
const flowsAtOnce = 4;

const notes = 'Begin each assertion with no books: take away by DELETE /api/books/ID what an earlier one has left.';

/** Puts the assertions into flows that run side by side, and sums up what the testers report. */
export function* userTest(brief: string): Script {
  const scope = assertionsIn(section(brief, 'Assertions to test')).map(({ id }) => id);
  let left = scope;
  let said = '';
  for (let tries = 0; tries < 3; tries += 1) {
    if (left.length > 0) {
      const flows = flowsOf(left).map((assertions) => ({ assertions, notes }));
      const { answers } = yield* take(
        `${counted(left.length, 'assertion')} in ${counted(flows.length, 'flow')}.`,
        call('test_flows', { flows }),
      );
      said += `\n${answers[0]?.text ?? ''}`;
    }
    const summary = summaryOf(said, scope.length);
    const { answers } = yield* take(summary, call('submit_testing', { summary }));
    left = first(answers[0]?.text ?? '', /^No tester has reported on ([A-Z\d, -]+) yet\./m)
      .split(', ')
      .filter((id) => id !== '');
  }
  return 'Reports are still missing, and I am scripted: I know no other way to get them.';
}

/** Flows of about equal length; neighbours by id belong to one area. */
function flowsOf(assertions: readonly string[]): string[][] {
  const count = Math.max(Math.min(flowsAtOnce, assertions.length), Math.ceil(assertions.length / longestFlow));
  const size = Math.ceil(assertions.length / count);
  const sorted = [...assertions].sort();
  return Array.from({ length: count }, (_, place) => sorted.slice(place * size, (place + 1) * size)).filter(
    (flow) => flow.length > 0,
  );
}

/** What the reports say, as far as they can be seen: long ones are shortened on their way here. */
function summaryOf(reports: string, count: number): string {
  const results = [...reports.matchAll(/"assertion": "([A-Z\d-]+)",\s*"result": "(\w+)"/g)];
  const others = results.filter(([, , result]) => result !== 'passed').map(([, id, result]) => `${id} ${result}`);
  const unseen = count - results.length;
  const hidden = unseen > 0 ? ` What I was shown leaves out ${counted(unseen, 'result')}.` : '';
  return oneLine(
    `${results.length - others.length} of ${counted(count, 'assertion')} passed by their testers' word. ${others.length === 0 ? 'None failed.' : `Not passed: ${others.join(', ')}.`}${hidden}`,
    1900,
  );
}
