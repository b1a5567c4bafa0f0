import type { JSX } from 'preact';
import { verdicts, verdictSentence } from '../shared/verdicts.ts';
import type { VerdictCounts } from '../shared/verdicts.ts';

/** Verdicts as segments that differ in texture, with all figures as text. */
export function VerdictBar({ counts }: { counts: VerdictCounts }): JSX.Element {
  const shown = verdicts.filter((verdict) => verdict !== 'pending' && counts[verdict] > 0);
  return (
    <span class="bar" role="img" aria-label={verdictSentence(counts)}>
      {shown.map((verdict) => (
        <span key={verdict} class={`b-${verdict}`} style={{ width: `${(counts[verdict] / counts.all) * 100}%` }} />
      ))}
    </span>
  );
}
