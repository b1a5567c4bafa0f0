import { allOf, counted, first, section } from '../briefText.ts';
import type { Script } from '../script.ts';
import { call, take } from '../script.ts';

/** Has every feature in scope reviewed and sums up. */
export function* scrutiny(brief: string): Script {
  const scope = allOf(section(brief, 'Features to be reviewed'), /^(F\d+) .* \[[^\]]*, skill [^\]]*\]$/gm);
  const gates = section(brief, 'Gates, run by code').trim();
  let left = scope;
  let said = '';
  for (let tries = 0; tries < 3; tries += 1) {
    const focus = 'Does the change do what the feature says, with empty, repeated and unexpected input?';
    if (left.length > 0) {
      const reviews = left.map((feature) => ({ feature, focus }));
      const { answers } = yield* take('Fresh reviewers read every feature.', call('review_features', { reviews }));
      said += answers[0]?.text ?? '';
    }
    const blocking = allOf(said, /"severity": "(blocking)"/g).length;
    const failing = gates.split('\n').filter((line) => line.includes(': fails; ')).length;
    const summary = `Reviewed: ${counted(scope.length, 'feature')}; ${counted(blocking, 'blocking finding')}, ${counted(failing, 'failing gate')}. The reading was done by a script.`;
    const { answers } = yield* take(summary, call('submit_scrutiny', { summary, findings: [] }));
    left = first(answers[0]?.text ?? '', /^Without a review yet: ([F\d, ]+)\./m)
      .split(', ')
      .filter((id) => id !== '');
  }
  return 'Reviews are still missing, and I am scripted: I know no other way to get them.';
}
