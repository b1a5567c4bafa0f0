import type { JSX } from 'preact';
import { modelTitle } from './modelWords.ts';
import { roles } from '../../src/mission/role.ts';
import { roleNames } from '../../src/wording/words.ts';
import { LinkButton, IconButton } from '../shared/controls/button.tsx';
import { digest } from '../shared/digest.ts';
import { DigestList } from '../shared/digestList.tsx';
import { clockFigure, durationFigure } from '../shared/figures.ts';
import { useChoice } from '../shared/remembered.ts';
import { topRun } from '../shared/stateLine.ts';
import { ActiveRun } from './activeRun.tsx';
import { Block } from './block.tsx';
import { EndedMission } from './endedMission.tsx';
import { hasEnded } from './ended.ts';
import { FailedRound } from './failedRound.tsx';
import { LogRows } from './logRows.tsx';
import { useNavigation } from './navigation.ts';
import { Standstill } from './standstill.tsx';
import type { View } from './view.ts';

const shownLines = 10;

function SinceYouLeft({ view }: { view: View }): JSX.Element | null {
  const { awaySince } = view.window;
  const [isOver, dismiss] = useChoice(`digest.${String(awaySince)}`, false);
  if (awaySince === null || isOver) return null;
  const lines = digest(view.state, view.shown.log, awaySince);
  if (lines.length === 0) return null;
  const span = `${clockFigure(awaySince, view.now)} to ${clockFigure(view.now, view.now)}, ${durationFigure(view.now - awaySince)}`;
  return (
    <Block
      title="Since you left"
      note={span}
      end={<IconButton compact icon="close" label="Dismiss digest" onPress={() => dismiss(true)} />}
    >
      <DigestList lines={lines} />
    </Block>
  );
}

function ModelsByRole({ view }: { view: View }): JSX.Element {
  const { go } = useNavigation();
  return (
    <Block
      title="Models by role"
      end={
        <LinkButton label="Change models by role" onPress={() => go({ tab: 'setup', open: null })}>
          Change
        </LinkButton>
      }
    >
      <table class="plain">
        <thead class="visually-hidden">
          <tr>
            <th scope="col">Role</th>
            <th scope="col">Model</th>
            <th scope="col">Effort</th>
          </tr>
        </thead>
        <tbody>
          {roles.map((role) => {
            const choice = view.state.models[role];
            return (
              <tr key={role}>
                <th scope="row">{roleNames[role]}</th>
                <td class="cut grow" title={`${choice.provider}/${choice.model}`}>
                  {modelTitle(choice, view.window)}
                </td>
                <td class="num muted">{choice.effort ?? ''}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Block>
  );
}

function NewestLines({ view }: { view: View }): JSX.Element {
  const { go } = useNavigation();
  const { log } = view.shown;
  const lines = log.slice(-shownLines).reverse();
  return (
    <Block
      title="Progress log"
      end={
        log.length > shownLines ? (
          <LinkButton label={`All ${log.length} lines of the log`} onPress={() => go({ tab: 'log', open: null })}>
            All {log.length}
          </LinkButton>
        ) : undefined
      }
    >
      {lines.length === 0 ? <p class="muted">Nothing has happened yet.</p> : <LogRows lines={lines} now={view.now} />}
    </Block>
  );
}

/** What goes on: why nothing does, what happened since one left, the run at work, and what came last. */
export function NowTab({ view }: { view: View }): JSX.Element {
  const isOver = hasEnded(view.state);
  return (
    <div class="cols now">
      <div>
        <Standstill view={view} />
        <SinceYouLeft view={view} />
        {isOver ? <EndedMission view={view} /> : <FailedRound view={view} />}
        {!isOver && topRun(view.state) !== null && <ActiveRun view={view} />}
      </div>
      <div>
        <NewestLines view={view} />
        <ModelsByRole view={view} />
      </div>
    </div>
  );
}
