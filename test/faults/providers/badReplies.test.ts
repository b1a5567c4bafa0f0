import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { ModelRequest } from '../../../src/ports/model.ts';
import type { FaultRule } from '../../support/modelServer/faults.ts';
import type { Policy, PolicyCall, PolicyReply } from '../../support/modelServer/policy.ts';
import { httpMission, type HttpMission, type ProviderName } from '../../support/overHttp/httpMission.ts';
import { assertEveryRequestIsJournaled, assertToolsRanOnce, eventsOf } from '../../support/overHttp/missionFigures.ts';
import { steadyPolicy } from '../../support/overHttp/steadyPolicy.ts';
import { isScoping, isScrutiny, isWorker } from '../../support/overHttp/whoAsks.ts';
import { smallPolicy } from '../../support/smallMission/smallPolicy.ts';

/** From 1: the brief of a worker tells of the attempts before. */
function attemptOf(request: ModelRequest): number {
  return [...JSON.stringify(request.messages[0]).matchAll(/Attempt \d+ ended/g)].length + 1;
}

function isAttempt(attempt: number): (request: ModelRequest) => boolean {
  return (request) => isWorker(request) && attemptOf(request) === attempt;
}

interface Badness {
  /** What the model says, or nothing where the server bends what the small policy says. */
  reply?: (request: ModelRequest) => PolicyReply;
  fault?: FaultRule['fault'];
  /** How the run ends. */
  reason: RegExp;
}

const say = (text: string, ...calls: PolicyCall[]): PolicyReply => ({ text, calls });
const look = (path: string): PolicyCall => ({ name: 'read_file', input: { path } });
const turns = ({ messages }: ModelRequest): number => messages.filter(({ role }) => role === 'assistant').length;

const badnesses: Record<string, Badness> = {
  'talks only': { reply: () => say('I would now write the code.'), reason: /replies in a row without a call/ },
  'says nothing': { reply: () => say(''), reason: /the last of them empty/ },
  'makes the same call again and again': {
    reply: () => say('Once more.', look('greet.js')),
    reason: /making the same calls with the same results/,
  },
  'goes to and fro': {
    reply: (request) => say('And back.', look(turns(request) % 2 === 0 ? 'greet.js' : 'cli.js')),
    reason: /making the same calls with the same results/,
  },
  'calls a tool that is not there': {
    reply: (request) => say('Trying.', { name: `magic_${String(turns(request))}`, input: {} }),
    reason: /replies in a row held no call that could be read/,
  },
  'writes arguments that are no JSON': { fault: { kind: 'malformedArguments' }, reason: /no call that could be read/ },
  'is always cut at the output limit': {
    fault: { kind: 'outputLimit' },
    reason: /no call that could be read|same calls/,
  },
  refuses: { fault: { kind: 'refusal' }, reason: /The model refused to go on/ },
};

interface Bad {
  isBad: (request: ModelRequest) => boolean;
  badness: Badness;
}

/** The small policy, except where it is bad. */
function policyWith(bad: Bad[]): Policy {
  const good = steadyPolicy(smallPolicy({ defect: false }));
  return (request) => bad.find(({ isBad }) => isBad(request))?.badness.reply?.(request) ?? good(request);
}

function faultsOf(bad: Bad[]): FaultRule[] {
  return bad.flatMap(({ isBad, badness: { fault } }) => (fault ? [{ match: isBad, times: 1_000, fault }] : []));
}

function failedRuns(mission: HttpMission, role: string): string[] {
  const { runs } = mission.mission.state;
  return eventsOf(mission, 'runEnded')
    .filter(({ run, outcome }) => runs[run]?.role === role && outcome === 'failed')
    .map(({ reason }) => reason);
}

describe('a model whose replies lead nowhere', () => {
  let started: HttpMission | null = null;
  const start = async (provider: ProviderName, bad: Bad[], limits = {}): Promise<HttpMission> =>
    (started = await httpMission({
      provider,
      limits: { maxAttemptsPerFeature: 2, ...limits },
      faults: faultsOf(bad),
      server: { policy: policyWith(bad) },
    }));
  afterEach(async () => {
    await started?.dispose();
    started = null;
  });

  const pairs: [ProviderName, string, string][] = [
    ['anthropic', 'talks only', 'says nothing'],
    ['openai', 'makes the same call again and again', 'goes to and fro'],
    ['compatible', 'calls a tool that is not there', 'writes arguments that are no JSON'],
    ['anthropic', 'is always cut at the output limit', 'refuses'],
  ];
  for (const [provider, first, second] of pairs)
    it(`that ${first}, then ${second}, uses up its attempts, and the mission pauses; a better one completes it`, async () => {
      const chosen = [first, second].map((name) => badnesses[name] ?? assert.fail(name));
      let isCured = false;
      const bad = chosen.map((badness, place) => ({
        isBad: (request: ModelRequest) => !isCured && isAttempt(place + 1)(request),
        badness,
      }));
      const mission = await start(provider, bad);
      const halt = await mission.carry();
      const { pause, features } = mission.mission.state;
      assert.deepEqual([halt.kind, pause?.reason], ['awaitUser', 'attemptsUsedUp'], JSON.stringify([halt, pause]));
      assert.match(pause?.goesOn ?? '', /resume for a fresh set of attempts/);
      const reasons = failedRuns(mission, 'worker');
      assert.equal(reasons.length, 2);
      for (const [place, { reason }] of chosen.entries()) assert.match(reasons[place] ?? '', reason);
      assert.equal(execFileSync('git', ['status', '--porcelain'], { cwd: mission.folder, encoding: 'utf8' }), '');
      assert.equal(features['F1']?.attempts.length, 2);
      isCured = true;
      await mission.mission.resume();
      assert.deepEqual(await mission.carry(), { kind: 'done' }, JSON.stringify(mission.events.slice(-3)));
      assert.equal(mission.mission.state.phase, 'completed');
      assertEveryRequestIsJournaled(mission);
      await assertToolsRanOnce(mission);
    });

  it('is given fresh runs of the orchestrator, and then a pause', async () => {
    const badness = badnesses['talks only'] ?? assert.fail();
    const mission = await start('openai', [{ isBad: isScoping, badness }]);
    await mission.carry();
    assert.equal(mission.mission.state.pause?.reason, 'stalled');
    assert.equal(failedRuns(mission, 'orchestrator').length, 3);
  });

  it('is given fresh runs of a validator, and then a pause', async () => {
    const badness = badnesses['refuses'] ?? assert.fail();
    const mission = await start('compatible', [{ isBad: isScrutiny, badness }]);
    await mission.carry();
    assert.equal(mission.mission.state.pause?.reason, 'stalled');
    assert.equal(failedRuns(mission, 'scrutiny').length, 3);
  });
});
