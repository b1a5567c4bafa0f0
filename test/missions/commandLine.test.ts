import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exitCodes } from '../../src/terminal/exitCodes.ts';
import { CommandLine } from '../support/commandLine/longhaul.ts';
import { startModelServer } from '../support/modelServer/modelServer.ts';
import type { ModelServer, ModelServerOptions } from '../support/modelServer/modelServer.ts';
import type { Policy } from '../support/modelServer/policy.ts';
import { smallPolicy } from '../support/smallMission/smallPolicy.ts';
import { smallRepository } from '../support/smallMission/smallRepository.ts';

const goal = 'Greet by name';
const hasScript = spawnSync('script', ['--version'], { stdio: 'ignore' }).status === 0;

/** Its own for each test process, so that one does not see another's. */
const longSleep = `187.${process.pid}`;

/** A worker whose command would run for minutes, until it is asked again after a pause. */
function slowPolicy(): { policy: Policy; release: () => void } {
  const plain = smallPolicy();
  let isSlow = true;
  return {
    release: () => {
      isSlow = false;
    },
    policy: async (request) => {
      const reply = await plain(request);
      const calls = reply.calls.map((call) =>
        isSlow && call.name === 'run_command' && request.tools.some((tool) => tool.name === 'hand_off')
          ? { name: 'run_command', input: { command: `sleep ${longSleep} & sleep ${longSleep}` } }
          : call,
      );
      return { ...reply, calls };
    },
  };
}

/** Processes of the slow command that are still there. */
function sleepers(): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8') === `sleep\x00${longSleep}\x00`;
    } catch {
      return false;
    }
  });
}

describe('the command line', () => {
  let line: CommandLine;
  let folder: string;
  let server: ModelServer | null = null;

  beforeEach(() => {
    line = new CommandLine();
    folder = smallRepository();
  });
  afterEach(async () => {
    await server?.close();
    server = null;
    line.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const serve = async (options: Partial<ModelServerOptions> = {}): Promise<string[]> => {
    server = await startModelServer({ policy: smallPolicy(), ...options });
    return ['--base-url', server.baseUrls.compatible];
  };
  const run = (at: string[], ...more: string[]): string[] => [
    'run',
    '--folder',
    folder,
    '--goal',
    goal,
    '--model',
    'compatible/policy',
    ...at,
    ...more,
  ];
  const journal = (): string => {
    const [id = ''] = readdirSync(line.missions);
    return readFileSync(path.join(line.missions, id, 'journal.jsonl'), 'utf8');
  };

  it('carries a mission to its end with --yes, and says where commits, evidence, report and journal are', async () => {
    const end = await line.run(run(await serve(), '--yes'));
    assert.equal(end.code, exitCodes.completed, end.err);
    assert.equal(end.err, '');
    assert.doesNotMatch(end.out, /\u001B/, 'no colours where nobody looks');
    const places = [/Evidence +(\S+)$/m, /Report +(\S+)$/m, /Journal +(\S+)$/m].map(
      (pattern) => pattern.exec(end.out)?.[1] ?? '',
    );
    assert.deepEqual(
      places.map((place) => existsSync(place)),
      [true, true, true],
      end.out,
    );
    const [, command = ''] = /^ +(git -C \S+ log \S+)$/m.exec(end.out) ?? [];
    const log = execFileSync('sh', ['-c', `${command} --format=%s`], { encoding: 'utf8' });
    assert.deepEqual(log.trim().split('\n'), ['F2: Repair the greeting', 'F1: Greet by name']);

    const status = await line.run(['status']);
    assert.match(
      status.out,
      /: completed\n.*Goal +Greet by name\n.*Milestones +1 of 1 sealed\n.*Features +2 of 2 done\n.*Assertions +2 of 2 passed\n/s,
    );
    const report = await line.run(['report', 'greet']);
    assert.match(report.out, /^# Mission \S+greet-by-name\S+\n\nGoal: Greet by name\n/);
    const listed = await line.run(['list']);
    assert.match(listed.out, /^\S+greet-by-name\S+ +completed: Greet by name\n$/);
    const again = await line.run(['resume']);
    assert.equal(again.code, exitCodes.cannotStart);
    assert.match(again.err, /is completed; there is nothing to resume/);
    const cancelled = await line.run(['cancel']);
    assert.equal(cancelled.code, exitCodes.cannotStart);
    assert.match(cancelled.err, /has ended already; there is nothing to cancel/);
  }).timeout(180_000);

  it('with --json prints every event of the journal as a line, and nothing else on standard output', async () => {
    const end = await line.run(run(await serve(), '--yes', '--json'));
    assert.equal(end.code, exitCodes.completed, end.err);
    const shown = end.out.trimEnd().split('\n');
    const written = journal()
      .split('\n')
      .filter((text) => text.slice(9).startsWith('[{"seq"'))
      .flatMap((text) => JSON.parse(text.slice(9)) as unknown[]);
    assert.deepEqual(
      shown.map((text): unknown => JSON.parse(text)),
      written,
    );
    assert.match(shown[0] ?? '', /"missionCreated"/);
    assert.match(shown.at(-1) ?? '', /"missionCompleted"/);
    const state = JSON.parse((await line.run(['status', '--json'])).out) as { phase: string };
    assert.equal(state.phase, 'completed');
  }).timeout(180_000);

  it('without --yes and without a terminal stops at the question and at the plan, with how to go on', async () => {
    const at = await serve();
    const asked = await line.run(run(at));
    assert.equal(asked.code, exitCodes.needsAnswer, asked.err);
    assert.match(asked.out, /^\? How should the greeting read\?\n {2}1 {2}Hello, Ada!\n {2}2 {2}Hi Ada$/m);
    assert.match(
      asked.err,
      /^A question waits for your answer\. Go on in a terminal with: node \S+ resume \S+ --base-url \S+$/m,
    );
    const answers = path.join(line.home, 'answers.json');
    writeFileSync(answers, JSON.stringify([{ question: 'greeting read', answer: 'Hello, Ada!' }]));
    const planned = await line.run(['resume', '--answers', answers, ...at]);
    assert.equal(planned.code, exitCodes.needsAnswer, planned.err);
    assert.match(planned.out, /^PLAN {2}The greeter learns names/m);
    assert.match(planned.out, /Sandbox +off: /);
    assert.match(planned.err, /^The plan waits for your approval\./m);
    assert.equal(
      execFileSync('git', ['branch', '--format=%(refname:short)'], { cwd: folder, encoding: 'utf8' }),
      'main\n',
    );
    const end = await line.run(['resume', '--yes', ...at]);
    assert.equal(end.code, exitCodes.completed, end.err);
  }).timeout(180_000);

  it('is paused, resumed and cancelled from a second process while it runs', async () => {
    const { policy, release } = slowPolicy();
    const at = await serve({ policy });
    const first = line.start(run(at, '--yes'));
    await first.until(/Worker builds F1/);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const paused = await line.run(['pause']);
    assert.equal(paused.code, 0, paused.err);
    assert.match(paused.out, /^Mission \S+ is paused\. Go on with: node \S+ resume \S+\n$/);
    const end = await first.ended;
    assert.equal(end.code, exitCodes.paused, end.err);
    assert.match(end.err, /^Paused\.$/m);
    assert.deepEqual(sleepers(), [], 'nothing that the run started is left');
    assert.equal((await line.run(['pause'])).code, 0, 'paused already is as good');
    release();
    const second = line.start(['resume', ...at]);
    await second.until(/Round 1 of M1/);
    const cancelled = await line.run(['cancel']);
    assert.equal(cancelled.code, 0, cancelled.err);
    assert.equal((await second.ended).code, exitCodes.abandoned);
    assert.match((await line.run(['status'])).out, /: cancelled\n/);
    const resumed = await line.run(['resume']);
    assert.match(resumed.err, /was cancelled; it cannot be resumed/);
  }).timeout(180_000);

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`pauses on ${signal}, leaves nothing running, and goes on later`, async () => {
      const { policy, release } = slowPolicy();
      const at = await serve({ policy });
      const first = line.start(run(at, '--yes'));
      await first.until(/Worker builds F1/);
      await new Promise((resolve) => setTimeout(resolve, 500));
      first.child.kill(signal);
      const end = await first.ended;
      assert.equal(end.code, exitCodes.interrupted, end.err);
      assert.match(end.err, /^Pausing: what runs is ended, everything so far is kept\./m);
      assert.deepEqual(sleepers(), []);
      if (signal !== 'SIGINT') return;
      release();
      const resumed = await line.run(['resume', '--yes', ...at]);
      assert.equal(resumed.code, exitCodes.completed, resumed.err);
    }).timeout(180_000);
  }

  it('ends at once on the second Ctrl+C; the next resume clears away and completes', async () => {
    const { policy, release } = slowPolicy();
    const at = await serve({ policy });
    const first = line.start(run(at, '--yes'));
    await first.until(/Worker builds F1/);
    await new Promise((resolve) => setTimeout(resolve, 500));
    first.child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 400));
    first.child.kill('SIGINT');
    const end = await first.ended;
    assert.equal(end.code, exitCodes.interrupted, end.err);
    release();
    const resumed = await line.run(['resume', '--yes', ...at]);
    assert.equal(resumed.code, exitCodes.completed, resumed.err);
    assert.deepEqual(sleepers(), []);
  }).timeout(180_000);

  it('goes on although nobody reads its output any more', async () => {
    const at = await serve();
    const piped = line.start(run(at, '--yes'));
    await piped.until(/Orchestrator scopes/);
    piped.child.stdout?.destroy();
    piped.child.stderr?.destroy();
    assert.equal((await piped.exited).code, exitCodes.completed);
    assert.match((await line.run(['status'])).out, /: completed\n/);
  }).timeout(180_000);

  it('never goes over its budget: it pauses, and a higher one lets it go on', async () => {
    const at = await serve();
    const paused = await line.run(run(at, '--yes', '--budget-tokens', '60000'));
    assert.equal(paused.code, exitCodes.budget, paused.err);
    assert.match(paused.err, /^Paused \(budget\)\. .*Raise the budget, then resume\.$/m);
    const resumed = await line.run(['resume', '--yes', '--budget-tokens', '90000000', ...at]);
    assert.equal(resumed.code, exitCodes.completed, resumed.err);
  }).timeout(180_000);

  describe('in a terminal', () => {
    before(function () {
      if (!hasScript) this.skip();
    });

    it('asks, takes a number for an answer, shows the plan, takes the approval, and shows what agents do', async () => {
      const at = await serve();
      const started = line.startInTerminal(run(at));
      await started.until(/Number, or your own words: /);
      started.type('1\r');
      await started.until(/Approve\? y, or say what should be different: /);
      assert.match(started.out, /You: Hello, Ada!/);
      started.type('y\r');
      const end = await started.ended;
      assert.equal(end.code, exitCodes.completed, end.out);
      assert.match(end.out, /\u001B\[32m✓/, 'in colours');
      assert.match(end.out, /Worker \(run 7\) · run_command node --test/, 'with what the agent does');
      assert.match(end.out, /Plan approved/);
    }).timeout(180_000);

    it('pauses on Ctrl+C, without colours where NO_COLOR says so', async () => {
      const { policy } = slowPolicy();
      const started = line.startInTerminal(run(await serve({ policy }), '--yes'), { NO_COLOR: '1' });
      await started.until(/run_command sleep 187/);
      started.type('\u0003');
      const end = await started.ended;
      assert.equal(end.code, exitCodes.interrupted, end.out);
      assert.match(end.out, /Paused\./);
      assert.doesNotMatch(end.out, /\u001B\[3[0-9]m/);
      assert.deepEqual(sleepers(), []);
    }).timeout(180_000);

    it('leaves a question open on Ctrl+C', async () => {
      const started = line.startInTerminal(run(await serve()));
      await started.until(/Number, or your own words: /);
      started.type('\u0003');
      const end = await started.ended;
      assert.equal(end.code, exitCodes.needsAnswer, end.out);
      assert.match(end.out, /A question waits for your answer/);
    }).timeout(180_000);
  });
});
