import type { JSX } from 'preact';
import type { Shown } from '../shared/missionStore.ts';
import { IconButton } from '../shared/controls/button.tsx';
import { digest } from '../shared/digest.ts';
import { durationFigure } from '../shared/figures.ts';
import { Icon } from '../shared/icon.tsx';
import { useDraft } from '../shared/remembered.ts';

const longAbsenceMs = 15 * 60_000;

/** What happened since the user left; dismissed for this absence alone. */
export function DigestSection({ shown, now }: { shown: Shown; now: number }): JSX.Element | null {
  const [dismissed, dismiss] = useDraft('digest.dismissed');
  const { state, window, log } = shown;
  const since = window?.awaySince ?? null;
  if (!state || since === null || now - since < longAbsenceMs || dismissed === String(since)) return null;
  const lines = digest(state, log, since);
  if (lines.length === 0) return null;
  return (
    <section class="sec" aria-labelledby="digest-heading" data-region tabIndex={-1}>
      <div class="hd">
        <Icon icon="history" />
        <h2 id="digest-heading">Since you left</h2>
        <span class="small muted">{durationFigure(now - since)}</span>
        <span class="end">
          <IconButton compact icon="close" label="Dismiss digest" onPress={() => dismiss(String(since))} />
        </span>
      </div>
      <ul class="digest one">
        {lines.map(({ icon, tone, text }) => (
          <li key={text}>
            <Icon icon={icon} tone={tone} />
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
