import assert from 'node:assert/strict';
import type { AssertionText } from '../../../src/mission/artefacts/contract.ts';
import { assertionProblems } from '../../../src/mission/plan.ts';
import { assertionText } from '../../support/missionModel/texts.ts';

const browser = assertionText(4);
const http = assertionText(1);
const command = assertionText(2);

const bad: readonly [string, AssertionText, RegExp][] = [
  [
    'an expectation that its behaviour does not name',
    { ...browser, expectations: [{ kind: 'text', value: 'Done' }] },
    /"Done" does not occur literally in its behaviour/,
  ],
  [
    'a status that is no number',
    { ...http, behaviour: 'It answers OK.', expectations: [{ kind: 'status', value: 'OK' }] },
    /is a number, such as 201/,
  ],
  [
    'an exit code that is no number',
    { ...command, behaviour: 'It ends with zero.', expectations: [{ kind: 'exitCode', value: 'zero' }] },
    /is a number, such as 0/,
  ],
  ['surface command without its command', { ...command, command: null }, /needs the exact command/],
  ['a command on another surface', { ...http, command: 'curl' }, /only surface command has a command/],
  ['a page without a service', { ...browser, service: null }, /surface browser needs the name of a service/],
  ['a request without a service', { ...http, service: null }, /surface http needs the name of a service/],
  [
    'nothing but absence',
    { ...browser, expectations: [{ kind: 'absent', value: 'Sorry' }] },
    /something that is seen, not only something absent/,
  ],
];

describe('the text of an assertion', () => {
  it('has no problem on any surface when it says what is judged and where', () => {
    for (const number of [1, 2, 3, 4]) assert.deepEqual(assertionProblems(assertionText(number)), []);
  });

  it('may name an expected text in another case', () => {
    const text = { ...browser, expectations: [{ kind: 'text' as const, value: 'SAVED 4' }] };
    assert.deepEqual(assertionProblems(text), []);
  });

  for (const [what, text, problem] of bad)
    it(`is refused for ${what}, once and by its id`, () => {
      const problems = assertionProblems(text);
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.match(problems[0] ?? '', problem);
      assert.ok(problems[0]?.startsWith(text.id));
    });
});
