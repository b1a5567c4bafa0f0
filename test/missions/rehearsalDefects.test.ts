import assert from 'node:assert/strict';
import { rehearsalPolicy } from '../../src/adapters/model/rehearsal/rehearsalPolicy.ts';
import { brokenBy, drawMutations } from '../support/rehearsal/brokenBehaviours.ts';
import type { Defect } from '../support/rehearsal/brokenWork.ts';
import { withBrokenWork } from '../support/rehearsal/brokenWork.ts';
import type { PlayedMission } from '../support/rehearsal/sampleMission.ts';
import { playOnSample } from '../support/rehearsal/sampleMission.ts';
import { failuresOf, verdictsOf } from '../support/rehearsal/verdicts.ts';
import { policyModel } from '../support/smallMission/policyModel.ts';

const seed = Number(process.env['REHEARSAL_SEED'] ?? 20_240_607);
const drawn = drawMutations(seed, 11);
/** The last feature before the round that is the first to see what is claimed in its milestone. */
const lastFeature = { M1: 'F2', M2: 'F4' } as const;

function playBroken(feature: string, defects: readonly Defect[]): Promise<PlayedMission> {
  const policy = rehearsalPolicy({ firstEditDefect: 'none' });
  return playOnSample(policyModel(withBrokenWork(policy, feature, defects)));
}

/** The expected end of every defect that the rehearsal's diagnosis does not know: its fix is tried in vain, and the user is asked. */
function assertStopped({ halt, state }: PlayedMission): void {
  assert.equal(halt.kind === 'awaitUser' && halt.for, 'pause');
  assert.deepEqual([state.phase, state.pause?.reason], ['running', 'attemptsUsedUp']);
  const [repair] = Object.values(state.features).filter(({ text }) => text.fixes.findings.length > 0);
  assert.deepEqual(
    repair?.attempts.map(({ judged }) => judged?.reasons),
    Array(3).fill(['it changed nothing']),
  );
}

describe(`defects that the rehearsal does not know (seed ${String(seed)})`, function () {
  this.timeout(300_000);

  it('are at least ten, and the rehearsal works on code that holds each of them', () => {
    assert.ok(drawn.length >= 10);
  });

  for (const milestone of ['M1', 'M2'] as const) {
    const defects = drawn.filter(({ breaks }) => brokenBy[breaks]?.milestone === milestone);
    const names = defects.map(({ breaks }) => breaks).join(', ');
    it(`in ${milestone} fail exactly the assertions that they break: ${names}`, async () => {
      const played = await playBroken(lastFeature[milestone], defects);
      const expected = defects.flatMap(({ breaks }) => brokenBy[breaks]?.assertions ?? []);
      assert.deepEqual(
        failuresOf(played.events, milestone, 1),
        Object.fromEntries(expected.sort().map((id) => [id, 'failed'])),
      );
      assert.equal(Object.keys(verdictsOf(played.events, milestone, 1)).length, milestone === 'M1' ? 16 : 25);
      assertStopped(played);
      played.remove();
    });
  }

  it('a server that does not start blocks what needs it, and the mission does not complete', async () => {
    const played = await playBroken('F2', [
      {
        file: 'src/server.js',
        find: 'startApp({ port, dataDirectory })',
        replace: 'startApp({ port, directory: dataDirectory })',
      },
    ]);
    const verdicts = Object.values(verdictsOf(played.events, 'M1', 1));
    assert.deepEqual(verdicts, Array(16).fill('blocked'));
    const [repair] = Object.values(played.state.features).filter(({ text }) => text.fixes.findings.length > 0);
    assert.equal(repair?.text.fixes.assertions.length, 16);
    assertStopped(played);
    played.remove();
  });
});
