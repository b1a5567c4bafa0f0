import assert from 'node:assert/strict';
import { digest } from '../../../webview-ui/shared/digest.ts';
import { costMetric, metrics } from '../../../webview-ui/shared/metrics.ts';
import { needsYou } from '../../../webview-ui/shared/needsYou.ts';
import { spine } from '../../../webview-ui/shared/spine.ts';
import { stateLine } from '../../../webview-ui/shared/stateLine.ts';
import { areaOf, countVerdicts, verdictOf, verdictSentence } from '../../../webview-ui/shared/verdicts.ts';
import { missionAt, seqOf } from '../../support/webview/recordedMission.ts';
import { scenes } from '../../support/webview/scenes.ts';
import type { SceneName } from '../../support/webview/scenes.ts';
import { windowState } from '../../support/webview/windows.ts';

function stateOf(name: Exclude<SceneName, 'none'>) {
  const { snapshot } = scenes[name]();
  assert.ok(snapshot);
  return snapshot.state;
}

function lineOf(name: Exclude<SceneName, 'none'>): string {
  const state = stateOf(name);
  const { word, reason, next } = stateLine(state, state.at);
  return `${word} | ${reason} | ${next}`;
}

describe('where a mission stands', () => {
  it('is told by word, reason and what comes next', () => {
    assert.equal(lineOf('question'), 'Scoping | Waits for your answer | answer 2 questions in the chat');
    assert.equal(
      lineOf('approval'),
      'Waits for your approval | 2 milestones, 4 features | read the plan in the chat, then approve it',
    );
    assert.equal(
      lineOf('worker'),
      'Running | F3 The shelf is filtered by a tag | a worker builds F4 The README names tags',
    );
    assert.equal(
      lineOf('running'),
      'Running | User testing “The shelf is filtered by tag”, round 1: 11 of 25 tried | M2 is sealed if all of it holds, else a fix and round 2',
    );
    assert.equal(lineOf('budget'), 'Paused | the budget does not cover the next call | Raise the budget, then resume.');
    assert.match(
      lineOf('waiting'),
      /^Waiting \| rate limit, goes on by itself at \d\d:\d\d \| the call that failed is made again$/,
    );
    assert.match(
      lineOf('completed'),
      /^Completed \| at \d\d:\d\d\. Every assertion holds \| review the branch and merge it\. Nothing was pushed\.$/,
    );
  });

  it('names the failed round in the orchestrator’s turn, and what it leads to', () => {
    const state = stateOf('turn');
    const line = stateLine(state, state.at);
    assert.equal(line.word, 'Orchestrator’s turn');
    assert.equal(line.reason, 'Round 1 of “The shelf is filtered by tag” failed: 3 of 25 assertions');
    assert.match(line.next, /^a worker builds F5 /);
  });
});

describe('what needs the user', () => {
  const leads = (name: Exclude<SceneName, 'none'>): string[] =>
    needsYou(stateOf(name), windowState()).map(({ lead }) => lead);

  it('is nothing while a mission runs, waits by itself, or was paused by the user', () => {
    assert.deepEqual(
      ['running', 'waiting', 'paused', 'turn'].flatMap((name) => leads(name as 'running')),
      [],
    );
  });

  it('is a question, an approval, a pause that leads to the budget, and the end', () => {
    assert.deepEqual(leads('question'), ['The orchestrator asks 2 questions.']);
    assert.deepEqual(leads('approval'), ['The plan waits for your approval.']);
    assert.deepEqual(leads('budget'), ['Paused: budget.']);
    assert.deepEqual(leads('completed'), ['The mission has ended.']);
    const [need] = needsYou(stateOf('budget'), windowState());
    assert.deepEqual(
      need?.presses.map(({ label }) => label),
      ['Change the budget', 'Resume'],
    );
  });

  it('is a provider that roles are to use and that cannot be used', () => {
    const state = stateOf('running');
    state.models.worker = { provider: 'anthropic', model: 'claude-opus-4-5', effort: 'high' };
    const [need] = needsYou(state, windowState());
    assert.equal(need?.lead, 'Anthropic cannot be used.');
    assert.match(need.text, /^Worker needs it\./);
  });
});

describe('the spine', () => {
  it('tells each milestone’s standing and verdicts', () => {
    const told = (name: Exclude<SceneName, 'none'>): string[] =>
      spine(stateOf(name)).map(({ id, standing, counts }) => `${id} ${standing}: ${verdictSentence(counts)}`);
    assert.deepEqual(told('approval'), ['M1 Open: 0 of 16 passed', 'M2 Open: 0 of 9 passed']);
    assert.deepEqual(told('running'), [
      'M1 Sealed, round 1: 0 of 16 passed, 16 stale',
      'M2 Round 1, checking: 0 of 9 passed',
    ]);
    assert.deepEqual(told('turn'), [
      'M1 Sealed, round 1: 16 of 16 passed',
      'M2 Round 1 failed: 6 of 9 passed, 2 failed, 1 blocked',
    ]);
    assert.deepEqual(told('completed'), ['M1 Sealed, round 1: 16 of 16 passed', 'M2 Sealed, round 2: 9 of 9 passed']);
  });
});

describe('verdicts', () => {
  it('keep apart what passed and what the user accepted as it is', () => {
    const state = stateOf('turn');
    const assertion = state.assertions['VAL-FILTER-001'];
    assert.ok(assertion);
    assert.equal(verdictOf(assertion), 'failed');
    assertion.overridden = 'good enough for now';
    assert.equal(verdictOf(assertion), 'accepted');
    assert.equal(countVerdicts([assertion]).passed, 0);
    assert.equal(verdictSentence(countVerdicts([assertion])), '0 of 1 passed, 1 accepted');
    assert.equal(areaOf('VAL-FILTER-001'), 'FILTER');
  });
});

describe('figures of a mission', () => {
  it('are what the journal holds, with fixes and exceptions named', () => {
    const state = stateOf('turn');
    const told = metrics(state, state.at).map(({ value, of, detail }) => `${value} ${of} (${detail})`);
    assert.deepEqual(told.slice(1, 3), ['4 of 5 (4 planned, 1 fix)', '22 of 25 (2 failed, 1 blocked)']);
  });

  it('draw a bar only for a budget, and never a forecast that nobody made', () => {
    assert.equal(costMetric(stateOf('completed')).bar, null);
    const { bar } = costMetric(stateOf('running'));
    assert.ok(bar);
    assert.equal(bar.low, null);
    assert.ok(bar.spent > 0.2 && bar.spent < 0.25);
  });
});

describe('the digest', () => {
  it('tells what happened since the user left, and nothing of before', () => {
    const { state, log } = missionAt(seqOf('missionCompleted'));
    const sealed = missionAt(seqOf('milestoneSealed')).state.at;
    assert.deepEqual(
      digest(state, log, sealed + 1).map(({ text }) => text.replace(/ with .*/, '')),
      [
        'The mission completed',
        'M2 sealed in round 2',
        'M2 round 1 failed: 3 of 25 assertions',
        '25 assertions passed, 25 of 25 hold now',
        '3 features built in 3 attempts: F3, F4, F5',
        '1 of them is a fix',
        '19 runs began,',
      ],
    );
    assert.deepEqual(digest(state, log, state.at), []);
  });
});
