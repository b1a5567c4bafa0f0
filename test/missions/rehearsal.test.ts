import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rehearsalModel } from '../../src/adapters/model/rehearsal/rehearsalModel.ts';
import type { PlayedMission } from '../support/rehearsal/sampleMission.ts';
import { playOnSample } from '../support/rehearsal/sampleMission.ts';
import { failuresOf, verdictsOf } from '../support/rehearsal/verdicts.ts';

function git(folder: string, ...words: string[]): string {
  return execFileSync('git', words, { cwd: folder, encoding: 'utf8' }).trim();
}

function assertEnded({ halt, state }: PlayedMission): void {
  assert.deepEqual(
    { halt, pause: state.pause, phase: state.phase },
    { halt: { kind: 'done' }, pause: null, phase: 'completed' },
  );
}

describe('the rehearsal on the sample', function () {
  this.timeout(300_000);

  it('with its genuine defect fails the first round at the filter alone, repairs it and passes the second', async () => {
    const played = await playOnSample(rehearsalModel());
    const { state, events, folder } = played;
    assertEnded(played);
    assert.deepEqual(failuresOf(events, 'M1', 1), {});
    assert.deepEqual(failuresOf(events, 'M2', 1), {
      'VAL-FILTER-001': 'failed',
      'VAL-FILTER-002': 'failed',
      'VAL-FILTER-003': 'blocked',
    });
    assert.deepEqual(failuresOf(events, 'M2', 2), {});
    assert.equal(Object.keys(verdictsOf(events, 'M2', 2)).length, 25);
    assert.deepEqual(
      Object.values(state.milestones).map(({ rounds }) => rounds.map(({ closed }) => closed)),
      [['passed'], ['failed', 'passed']],
    );
    assert.deepEqual(state.features['F5']?.text.fixes, {
      findings: ['I2', 'I3', 'I4'],
      assertions: ['VAL-FILTER-001', 'VAL-FILTER-002', 'VAL-FILTER-003'],
    });
    const subjects = git(folder, 'log', '--reverse', '--format=%s', `main..${state.branch ?? ''}`).split('\n');
    assert.deepEqual(
      subjects.map((subject) => subject.split(':')[0]),
      ['F1', 'F2', 'F3', 'F4', 'F5'],
    );
    assert.equal(git(folder, 'status', '--porcelain'), '');
    assert.match(git(folder, 'show', 'HEAD', '--', 'src/routes.js'), /^-.*get\('tags'\)[^\n]*\n\+.*get\('tag'\)/m);
    played.remove();
  });

  it('with the defect taken out of its first edit passes the first round, and there is no fix', async () => {
    const played = await playOnSample(rehearsalModel({ firstEditDefect: 'none' }));
    const { state, events } = played;
    assertEnded(played);
    assert.deepEqual([failuresOf(events, 'M1', 1), failuresOf(events, 'M2', 1)], [{}, {}]);
    assert.deepEqual(Object.keys(state.features), ['F1', 'F2', 'F3', 'F4']);
    assert.deepEqual(
      Object.values(state.milestones).map(({ rounds }) => rounds.length),
      [1, 1],
    );
    const pictures = Object.values(state.evidence).filter(({ kind }) => kind === 'screenshot');
    assert.ok(pictures.length > 0);
    played.remove();
  });

  it('says that it is scripted and changes nothing for a goal that it does not know', async () => {
    const played = await playOnSample(rehearsalModel(), { goal: 'Add a dark mode' });
    assertNothingDone(played);
    played.remove();
  });

  it('says that it is scripted and changes nothing in a repository that it does not know', async () => {
    const played = await playOnSample(rehearsalModel(), {
      change: (folder) => execFileSync('rm', ['-r', `${folder}/src`]),
    });
    assertNothingDone(played);
    played.remove();
  });
});

/** The user's first option is "No, change nothing". */
function assertNothingDone({ state, folder }: PlayedMission): void {
  assert.equal(state.pause?.reason, 'stalled');
  const said = state.chat.filter(({ from }) => from === 'orchestrator').map(({ text }) => text);
  assert.ok(said.length > 0);
  for (const text of said) assert.match(text, /^I am scripted and can only play/);
  const { requirements, features, assertions, proposal, branch } = state;
  assert.deepEqual(
    { requirements, features, assertions, proposal, branch },
    { requirements: {}, features: {}, assertions: {}, proposal: null, branch: null },
  );
  assert.deepEqual(
    [git(folder, 'branch', '--format=%(refname)'), git(folder, 'status', '--porcelain')],
    ['refs/heads/main', ''],
  );
}
