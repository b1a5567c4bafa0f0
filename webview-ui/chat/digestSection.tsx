import type { JSX } from 'preact';
import type { Shown } from '../shared/missionStore.ts';
import { IconButton } from '../shared/controls/button.tsx';
import { digest } from '../shared/digest.ts';
import type { DigestLine } from '../shared/digest.ts';
import { durationFigure } from '../shared/figures.ts';
import { Icon } from '../shared/icon.tsx';
import { textsBelow, useDraft } from '../shared/remembered.ts';

const longAbsenceMs = 15 * 60_000;

const dismissedKey = 'digest.dismissed';

function linesOf({ state, window, log }: Shown, now: number, dismissed: string): DigestLine[] {
  const since = window?.awaySince ?? null;
  if (!state || since === null || now - since < longAbsenceMs || dismissed === String(since)) return [];
  return digest(state, log, since);
}

/** Whether there is something to tell about an absence. */
export function hasDigest(shown: Shown, now: number): boolean {
  return linesOf(shown, now, textsBelow(dismissedKey).get('') ?? '').length > 0;
}

/** What happened since the user left; dismissed for this absence alone. */
export function DigestSection({ shown, now }: { shown: Shown; now: number }): JSX.Element | null {
  const [dismissed, dismiss] = useDraft(dismissedKey);
  const since = shown.window?.awaySince ?? now;
  const lines = linesOf(shown, now, dismissed);
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
