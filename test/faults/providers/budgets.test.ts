import assert from 'node:assert/strict';
import type { Budget, Budgets } from '../../../src/mission/events/life.ts';
import type { FaultRule } from '../../support/modelServer/faults.ts';
import { httpMission, type HttpMission, type HttpMissionOptions } from '../../support/overHttp/httpMission.ts';
import {
  assertEveryRequestIsJournaled,
  assertToolsRanOnce,
  chargedMoney,
  chargedTokens,
  mostChargedTokens,
  eventsOf,
} from '../../support/overHttp/missionFigures.ts';
import { isFlowTester, isMidWork, isScout } from '../../support/overHttp/whoAsks.ts';

const price = { input: 3, cacheRead: 0.3, cacheWrite: 3.75, output: 15, asOf: '2026-01-01' };
const facts = { 'test-model': { price } };
const none: Budget = { microDollars: null, tokens: null, milliseconds: null };
const limits = { maxOutputTokens: 2_000 };

/** Replies that break off cost what nobody sees. */
const faults: FaultRule[] = [
  { match: isScout, times: 2, fault: { kind: 'endWithoutFinal' } },
  { match: isMidWork, fault: { kind: 'cutInToolJson' } },
  { match: isFlowTester, fault: { kind: 'errorEvent' } },
];

interface Spending {
  options: Partial<HttpMissionOptions>;
  /** The budgets after this many raises. */
  budgets: (raises: number) => Budgets;
  /** What the server would charge so far, and the budget of the mission in the same unit. */
  charged: (mission: HttpMission) => number;
  allowed: (budgets: Budgets) => number | null;
}

/** Carries the mission, raising the budget at every pause; the server's own figures never pass it. Gives the raises. */
async function spend(mission: HttpMission, { budgets, charged, allowed }: Spending): Promise<number> {
  for (let raises = 0; ; raises++) {
    const halt = await mission.carry();
    const most = allowed(mission.mission.state.budgets);
    const spent = charged(mission);
    if (most !== null) assert.ok(spent <= most, `the server charges ${String(spent)} of ${String(most)}`);
    if (halt.kind === 'done') return raises;
    const { pause } = mission.mission.state;
    assert.equal(pause?.reason, 'budget', JSON.stringify(halt));
    assert.match(pause.detail, /budget of the (mission|run|milestone M1) .*(does not cover the next call|\d+ needed)/);
    await mission.mission.changeBudgets(budgets(raises + 1));
    assert.deepEqual(await mission.mission.resume(), { ok: true });
  }
}

describe('a budget over HTTP', () => {
  let started: HttpMission | null = null;
  afterEach(async () => {
    await started?.dispose();
    started = null;
  });

  const spendings: [string, Spending][] = [
    [
      'tokens of the mission',
      {
        options: { provider: 'anthropic', faults },
        budgets: (raises) => ({ mission: { ...none, tokens: 40_000 + 60_000 * raises }, milestone: none, run: none }),
        charged: chargedTokens,
        allowed: ({ mission }) => mission.tokens,
      },
    ],
    [
      'money of the mission',
      {
        options: { provider: 'openai', faults },
        budgets: (raises) => ({
          mission: { ...none, microDollars: 150_000 + 100_000 * raises },
          milestone: none,
          run: none,
        }),
        charged: (mission) => chargedMoney(mission, price),
        allowed: ({ mission }) => mission.microDollars,
      },
    ],
    [
      'tokens of each run',
      {
        options: { provider: 'compatible' },
        budgets: (raises) => ({ mission: none, milestone: none, run: { ...none, tokens: 30_000 + 30_000 * raises } }),
        charged: mostChargedTokens,
        allowed: ({ run }) => run.tokens,
      },
    ],
  ];
  for (const [what, spending] of spendings)
    it(`of ${what} is never passed, whatever breaks off; raised, the mission goes on and completes`, async () => {
      const mission = await httpMission({
        provider: 'anthropic',
        facts,
        limits,
        mission: { budgets: spending.budgets(0) },
        ...spending.options,
      });
      started = mission;
      const raises = await spend(mission, spending);
      assert.ok(raises >= 2, `raised ${String(raises)} times`);
      assert.equal(mission.mission.state.phase, 'completed');
      assertEveryRequestIsJournaled(mission);
      await assertToolsRanOnce(mission);
      const cut = mission.server.requests.filter(({ fault }) => fault !== null).length;
      assert.equal(eventsOf(mission, 'usageRecorded').filter(({ known }) => !known).length, cut);
    });
});
