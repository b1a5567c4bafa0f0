import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { MissionEvent } from '../../src/mission/events/event.ts';
import type { Halt, Mission } from '../../src/runner/missions.ts';
import { policyModel } from '../support/smallMission/policyModel.ts';
import { smallPolicy } from '../support/smallMission/smallPolicy.ts';
import { smallRepository } from '../support/smallMission/smallRepository.ts';
import { newMission, testEngine } from '../support/smallMission/testEngine.ts';

async function carry(mission: Mission): Promise<Halt> {
  for (;;) {
    const halt = await mission.run();
    if (halt.kind !== 'awaitUser') return halt;
    if (halt.for === 'approval') await mission.approve();
    else if (halt.for === 'answer') await mission.answer(halt.detail, ['Hello, Ada!']);
    else return halt;
  }
}

describe('a small mission', () => {
  it('goes from the goal to completed, with a failed round and its repair on the way', async () => {
    const folder = smallRepository();
    const { missions } = testEngine(policyModel(smallPolicy()));
    const created = await missions.create(newMission(folder, 'Greet by name'));
    assert.ok(created.ok, created.ok ? '' : created.problem.message);
    const { mission } = created;
    const events: MissionEvent[] = [];
    mission.listen((event) => events.push(event));
    const halt = await carry(mission);
    const { state } = mission;
    await mission.close();
    assert.deepEqual(
      halt,
      { kind: 'done' },
      JSON.stringify({ halt, pause: state.pause, last: events.slice(-5) }, null, 1),
    );
    assert.equal(state.phase, 'completed');
    assert.deepEqual(
      state.milestones['M1']?.rounds.map((round) => round.closed),
      ['failed', 'passed'],
    );
    const log = execFileSync('git', ['log', '--format=%s', `main..${state.branch ?? ''}`], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.deepEqual(log.trim().split('\n'), ['F2: Repair the greeting', 'F1: Greet by name']);
    assert.equal(execFileSync('git', ['status', '--porcelain'], { cwd: folder, encoding: 'utf8' }), '');
  });
});
