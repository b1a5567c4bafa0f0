import type { JSX } from 'preact';
import { openQuestion } from '../../src/mission/scope.ts';
import type { MissionState } from '../../src/mission/state.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { act, show } from '../shared/ask.ts';
import { Button } from '../shared/controls/button.tsx';
import { clockFigure, countdownFigure } from '../shared/figures.ts';
import { pauseDetail, sentence } from '../shared/pauseWords.ts';
import { Block } from './block.tsx';
import { useNavigation } from './navigation.ts';
import type { View } from './view.ts';
import { waitingWork } from './waitingWork.ts';

const announcedMinutes = [10, 5, 1];
const minuteMs = 60_000;

/** What is left of a wait; told aloud at 10, 5 and 1 minutes. */
function Countdown({ until, now }: { until: number; now: number }): JSX.Element {
  const left = until - now;
  const minutes = Math.ceil(left / minuteMs);
  return (
    <>
      <span class="strong" role="timer" aria-live="off">
        {countdownFigure(left)}
      </span>
      <span class="visually-hidden" aria-live="polite">
        {announcedMinutes.includes(minutes) ? `Goes on in ${minutes} minutes` : ''}
      </span>
    </>
  );
}

function PausedBlock({ view }: { view: View }): JSX.Element | null {
  const { pause } = view.state;
  const { go } = useNavigation();
  if (!pause) return null;
  const isWaiting = pause.until !== null;
  const waits = waitingWork(view.state);
  return (
    <Block title="Why is nothing happening?">
      <div class={`callout${isWaiting ? ' running' : ''}`}>
        <p>
          <b class="strong">{pauseDetail(pause)}</b>{' '}
          {pause.until === null
            ? sentence(pause.goesOn)
            : `Goes on by itself at ${clockFigure(pause.until, view.now)}.`}
        </p>
        {pause.until !== null && (
          <p>
            In <Countdown until={pause.until} now={view.now} />.
          </p>
        )}
        {!view.isViewer && (
          <div class="btns">
            <Button compact icon="debug-continue" onPress={() => void act({ kind: 'resume' })}>
              {isWaiting ? 'Try now' : 'Resume'}
            </Button>
            {pause.reason === 'budget' && (
              <Button compact onPress={() => go({ tab: 'setup', open: null })}>
                Change the budget
              </Button>
            )}
            <Button compact onPress={() => show({ kind: 'chat' })}>
              Talk to the orchestrator
            </Button>
          </div>
        )}
      </div>
      {waits.length > 0 && (
        <dl class="kv waits">
          {waits.map(({ name, text }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
    </Block>
  );
}

function waitsForUser(state: MissionState): { lead: string; text: string; label: string } | null {
  const ask = openQuestion(state);
  if (ask)
    return {
      lead: 'The orchestrator waits for your answer.',
      text: oneLine(ask.questions[0]?.question ?? ''),
      label: 'Answer in the chat',
    };
  if (state.phase === 'awaitingApproval' && state.causes.length === 0)
    return {
      lead: 'The plan waits for your approval.',
      text: oneLine(state.proposal?.summary ?? ''),
      label: 'Read the plan',
    };
  return null;
}

/** Why nothing happens, what waits, and what could go on; nothing while something runs. */
export function Standstill({ view }: { view: View }): JSX.Element | null {
  if (view.state.pause) return <PausedBlock view={view} />;
  const wait = waitsForUser(view.state);
  if (!wait) return null;
  return (
    <Block title="Why is nothing happening?">
      <div class="callout">
        <p>
          <b class="strong">{wait.lead}</b> {wait.text}
        </p>
        <div class="btns">
          <Button compact onPress={() => show({ kind: 'chat' })}>
            {wait.label}
          </Button>
        </div>
      </div>
    </Block>
  );
}
