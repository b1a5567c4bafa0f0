import type { JSX } from 'preact';
import type { WindowState } from '../../src/protocol/toWebview.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { act, show } from '../shared/ask.ts';
import { Button, LinkButton } from '../shared/controls/button.tsx';
import { clockFigure } from '../shared/figures.ts';

/** Where no mission is open: the way to one. */
export function NoMission({ window, now }: { window: WindowState; now: number }): JSX.Element {
  const { problem, missions } = window;
  return (
    <div class="empty">
      <h1>No mission is open</h1>
      <p>
        {problem ? problem.text : 'Describe a goal in the chat. Nothing touches your files before you approve a plan.'}
      </p>
      <div class="btns">
        <Button primary onPress={() => show({ kind: 'chat' })}>
          Open chat
        </Button>
      </div>
      {missions.length > 0 && (
        <section>
          <h2>Earlier missions</h2>
          <ul>
            {missions.map(({ mission, goal, at }) => (
              <li key={mission}>
                <LinkButton onPress={() => void act({ kind: 'openMission', mission })}>{oneLine(goal)}</LinkButton>{' '}
                <span class="small muted">{clockFigure(at, now)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
