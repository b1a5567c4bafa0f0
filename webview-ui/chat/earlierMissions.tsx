import type { JSX } from 'preact';
import type { MissionSummary, WindowState } from '../../src/protocol/toWebview.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { pauseNames } from '../../src/wording/words.ts';
import { LinkButton } from '../shared/controls/button.tsx';
import { ageFigure } from '../shared/figures.ts';
import { Icon } from '../shared/icon.tsx';
import type { Tone } from '../shared/tone.ts';
import { Fold } from './fold.tsx';
import { Problem } from './problem.tsx';
import { usePress } from './usePress.ts';

interface Standing {
  icon: string;
  tone: Tone;
  word: string;
}

const standings: Readonly<Record<MissionSummary['phase'], Standing>> = {
  none: { icon: 'circle-outline', tone: 'pending', word: 'not begun' },
  scoping: { icon: 'compass', tone: 'running', word: 'scoping' },
  awaitingApproval: { icon: 'bell', tone: 'attention', word: 'waits for your approval' },
  running: { icon: 'sync', tone: 'running', word: 'running' },
  completed: { icon: 'pass', tone: 'passed', word: 'completed' },
  completedWithExceptions: { icon: 'pass', tone: 'attention', word: 'completed with exceptions' },
  abandoned: { icon: 'circle-slash', tone: 'pending', word: 'ended by you' },
};

function standingOf({ phase, pause }: MissionSummary): Standing {
  const hasEnded = phase === 'completed' || phase === 'completedWithExceptions' || phase === 'abandoned';
  if (pause === null || hasEnded) return standings[phase];
  return { icon: 'debug-pause', tone: 'attention', word: `paused: ${pauseNames[pause]}` };
}

interface MissionRowProps {
  summary: MissionSummary;
  now: number;
  showsFolder: boolean;
}

function MissionRow({ summary, now, showsFolder }: MissionRowProps): JSX.Element {
  const press = usePress();
  const { icon, tone, word } = standingOf(summary);
  const goal = oneLine(summary.goal);
  return (
    <li>
      <Icon icon={icon} tone={tone} />
      <span class="cut">
        <LinkButton title={goal} onPress={() => void press.act({ kind: 'openMission', mission: summary.mission })}>
          {goal}
        </LinkButton>
        <span class="sub small muted cut">
          {word}
          {showsFolder && `, in ${summary.folder}`}
        </span>
        <Problem text={press.problem} />
      </span>
      <span class="small muted">{ageFigure(now - summary.at)}</span>
    </li>
  );
}

/** Missions of this repository, then, folded, those of others. */
export function EarlierMissions({
  window: { missions, folder },
  now,
}: {
  window: WindowState;
  now: number;
}): JSX.Element {
  const own = missions.filter((summary) => summary.folder === folder);
  const others = missions.filter((summary) => summary.folder !== folder);
  return (
    <section aria-labelledby="missions-heading">
      <h2 id="missions-heading">Missions in this folder</h2>
      {own.length === 0 ? (
        <p class="muted">None yet.</p>
      ) : (
        <ul class="reqs missions">
          {own.map((summary) => (
            <MissionRow key={summary.mission} summary={summary} now={now} showsFolder={false} />
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <Fold name="welcome.others" class="disc row-fold" title="In other folders" end={others.length}>
          <ul class="reqs missions">
            {others.map((summary) => (
              <MissionRow key={summary.mission} summary={summary} now={now} showsFolder />
            ))}
          </ul>
        </Fold>
      )}
    </section>
  );
}
