import type { JSX } from 'preact';
import type { ItemState, MissionState, RoundState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { LinkButton } from '../shared/controls/button.tsx';
import { topRun } from '../shared/stateLine.ts';
import { verdictSigns } from '../shared/verdicts.ts';
import { Block } from './block.tsx';
import { Fate } from './fate.tsx';
import { useNavigation } from './navigation.ts';
import { SignCell } from './signCell.tsx';
import type { View } from './view.ts';

interface Lost {
  item: ItemState;
  assertion: string | null;
  verdict: 'failed' | 'blocked';
}

/** The round that failed last, while the orchestrator decides what becomes of it. */
function roundInTurn(state: MissionState): RoundState | null {
  if (topRun(state)?.subject.kind !== 'turn') return null;
  const rounds = state.milestoneOrder.flatMap((id) => {
    const milestone = state.milestones[id];
    const last = milestone?.rounds.at(-1);
    return milestone?.sealedAt === null && last?.closed === 'failed' ? [last] : [];
  });
  return rounds.at(0) ?? null;
}

/** What the round's validators and reviewers raised that blocks. */
function lostIn(state: MissionState, round: RoundState): Lost[] {
  const isOfRound = (run: number): boolean => {
    const subject = state.runs[run]?.subject;
    return (
      subject !== undefined &&
      'round' in subject &&
      subject.milestone === round.milestone &&
      subject.round === round.round
    );
  };
  return Object.values(state.items).flatMap((item) => {
    if (item.severity !== 'blocking' || !isOfRound(item.origin.run)) return [];
    const assertion = item.origin.kind === 'assertion' ? item.origin.assertion : null;
    const verdict = assertion !== null && round.verdicts[assertion] === 'blocked' ? 'blocked' : 'failed';
    return [{ item, assertion, verdict }];
  });
}

function sentence(round: RoundState, lost: readonly Lost[]): string {
  const failed = lost.filter(({ verdict }) => verdict === 'failed').length;
  const blocked = lost.length - failed;
  const tried = Object.keys(round.verdicts).length;
  const what = round.testing === null ? 'in scrutiny' : `of ${count(tried, 'assertion')} tried`;
  return `${failed} failed${blocked === 0 ? '' : `, ${blocked} blocked`} ${what}. First rounds usually fail: the milestone stays open until every assertion holds.`;
}

/** A round that failed, and what becomes of each failure. */
export function FailedRound({ view: { state } }: { view: View }): JSX.Element | null {
  const { go } = useNavigation();
  const round = roundInTurn(state);
  if (!round) return null;
  const lost = lostIn(state, round);
  const title = oneLine(state.milestones[round.milestone]?.text.title ?? round.milestone);
  const by = round.testing === null ? 'scrutiny' : 'user testing';
  return (
    <Block title={`Round ${round.round} of “${title}” failed`} note={by}>
      <p class="prose">{sentence(round, lost)}</p>
      <div class="scroll-x" tabIndex={0} role="group" aria-label="What failed">
        <table class="lost">
          <thead>
            <tr>
              <th scope="col">Verdict</th>
              <th scope="col">What</th>
              <th scope="col">Becomes</th>
            </tr>
          </thead>
          <tbody>
            {lost.map(({ item, assertion, verdict }) => (
              <tr key={item.item}>
                <td>
                  <SignCell sign={verdictSigns[verdict]} />
                </td>
                <td class="cut grow">
                  {assertion === null ? (
                    <LinkButton onPress={() => go({ tab: 'findings', open: item.item })}>
                      {oneLine(item.summary)}
                    </LinkButton>
                  ) : (
                    <>
                      <LinkButton onPress={() => go({ tab: 'contract', open: assertion })}>
                        <span class="mono">{assertion}</span>
                      </LinkButton>{' '}
                      {oneLine(state.assertions[assertion]?.text.title ?? item.summary)}
                    </>
                  )}
                </td>
                <td>
                  <Fate item={item} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Block>
  );
}
