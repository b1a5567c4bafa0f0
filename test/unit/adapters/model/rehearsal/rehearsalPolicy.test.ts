import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { anthropicRequest } from '../../../../../src/adapters/model/anthropicRequest.ts';
import { chatRequest } from '../../../../../src/adapters/model/chatRequest.ts';
import type { KnownModel } from '../../../../../src/adapters/model/modelFacts.ts';
import { isKnownGoal, suggestedGoal } from '../../../../../src/adapters/model/rehearsal/mission/goal.ts';
import { features, milestones, skills } from '../../../../../src/adapters/model/rehearsal/mission/plan.ts';
import { trials } from '../../../../../src/adapters/model/rehearsal/mission/trials.ts';
import { rehearsalPolicy } from '../../../../../src/adapters/model/rehearsal/rehearsalPolicy.ts';
import { responsesRequest } from '../../../../../src/adapters/model/responsesRequest.ts';
import type { ModelRequest } from '../../../../../src/ports/model.ts';
import { anthropicWire } from '../../../../support/modelServer/anthropicWire.ts';
import { chatWire } from '../../../../support/modelServer/chatWire.ts';
import { asObject } from '../../../../support/modelServer/json.ts';
import { responsesWire } from '../../../../support/modelServer/responsesWire.ts';
import { FakeRun } from '../../../../support/rehearsal/fakeRun.ts';
import { sampleMutations } from '../../../../support/sampleMutations.ts';

const source = path.resolve(import.meta.dirname, '../../../../../src/adapters/model/rehearsal');
const policy = rehearsalPolicy();
const files = 'src/store.js 1\nsrc/book.js 1\nsrc/api.js 1\nsrc/routes.js 1\nsrc/pages/list.js 1';
const known: KnownModel = { contextTokens: 1, maxOutputTokens: 1, price: null, reasoning: 'none' };

/** An orchestrator that scopes `goal` in a folder of these files; the user gives the answer. */
function scoping(goal: string, { listing = files, answer = '' } = {}): FakeRun {
  const run = new FakeRun(policy, 'propose_plan', ['# Mission\nSomething', `# Scoping\nThe user's goal: ${goal}`]);
  run.answer((name) => {
    if (name === 'list_folder') return { text: listing };
    return { text: name === 'read_file' ? 'package.json of 2 lines\n1\t{\n2\t"name": "shelf"' : 'Recorded.' };
  });
  run.answer((name, input) => ({ text: name === 'ask_user' ? `${JSON.stringify(input)}\n→ ${answer}` : 'Recorded.' }));
  return run;
}

function toolsOf(run: FakeRun): string[] {
  return run.reply().calls.map(({ name }) => name);
}

describe('the policy of the rehearsal', () => {
  it('knows its goal in other words, and no other goal', () => {
    const wordings = [suggestedGoal, 'add TAGS to books', 'I want labels on my books', 'books should be tagged'];
    assert.deepEqual(
      wordings.filter((goal) => !isKnownGoal(goal)),
      [],
    );
    assert.deepEqual(['Add a dark mode', 'A stage for plays', 'Advantages of it'].filter(isKnownGoal), []);
  });

  it('says what it can play and asks where the goal is another one; without a yes it does nothing more', () => {
    const run = scoping('Add a dark mode', { answer: 'No, change nothing' });
    assert.deepEqual(run.requests.length, 2);
    assert.deepEqual(run.requests[1] && policy(run.requests[1]).calls.map(({ name }) => name), ['say', 'ask_user']);
    assert.deepEqual(toolsOf(run), ['say']);
    run.answer(() => ({ text: 'Recorded.' }));
    const { text, calls } = run.reply();
    assert.deepEqual(calls, []);
    assert.match(text, /^I am scripted and can only play/);
  });

  it('plays its own goal instead where the user says so, and writes that down', () => {
    const run = scoping('Add a dark mode', { answer: 'Yes, play it' });
    assert.deepEqual(
      run.reply().calls.map(({ input }) => asObject(input)['id']),
      ['R0'],
    );
  });

  it('plays nothing in a repository that is not the sample, whatever the user says', () => {
    const run = scoping(suggestedGoal, { listing: 'README.md 10', answer: 'Yes, play it' });
    assert.deepEqual(toolsOf(run), ['say']);
  });

  it('says that it is scripted in a role that it does not know', () => {
    const { text, calls } = new FakeRun(policy, 'submit_poem', ['# Mission']).reply();
    assert.deepEqual(calls, []);
    assert.match(text, /^I am scripted/);
  });

  it('has no memory: asked the same, also late and in between, it replies the same', () => {
    const run = scoping(suggestedGoal);
    run.answer(() => ({ text: 'Recorded.' }));
    const replies = run.requests.map((request) => policy(request));
    const again = run.requests.toReversed().map((request) => rehearsalPolicy()(structuredClone(request)));
    assert.deepEqual(again.toReversed(), replies);
  });

  it('replies the same in each format of a provider', () => {
    const run = scoping(suggestedGoal);
    run.answer(() => ({ text: 'Refused.', isError: true }), '[message:m4] The user says: hurry');
    run.reply();
    for (const request of run.requests) {
      const expected = policy(request);
      for (const carried of inAllFormats(request)) assert.deepEqual(policy(carried), expected);
    }
  });

  it('names no mutation of the sample in its source', () => {
    const texts = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(?:ts|json)$/.test(file))
      .map((file) => readFileSync(path.join(source, file), 'utf8'));
    const named = sampleMutations
      .flatMap(({ name, breaks }) => [name, breaks])
      .filter((word) => texts.some((text) => text.includes(word)));
    assert.ok(texts.length > 10);
    assert.deepEqual(named, []);
  });

  it('has a trial for every assertion that its plan claims, and a skill and a milestone for every feature', () => {
    const claims = features.flatMap((feature) => feature.claims);
    assert.deepEqual(claims.toSorted(), Object.keys(trials).toSorted());
    assert.equal(claims.length, 25);
    for (const { skill, milestone } of features) {
      assert.ok(
        skills.some(({ name }) => name === skill),
        skill,
      );
      assert.ok(
        milestones.some(({ id }) => id === milestone),
        milestone,
      );
    }
  });
});

/** The request as servers of the three formats read it: texts joined, native blocks lost. */
function inAllFormats(request: ModelRequest): ModelRequest[] {
  const bodies = [
    [anthropicWire, anthropicRequest(request, { known, cacheLifetime: '5m' })],
    [responsesWire, responsesRequest(request, known)],
    [chatWire, chatRequest(request, known)],
  ] as const;
  return bodies.map(([wire, body]) => wire.read(asObject(JSON.parse(JSON.stringify(body)))));
}
