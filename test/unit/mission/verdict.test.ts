import assert from 'node:assert/strict';
import type { AssertionText, Expectation } from '../../../src/mission/artefacts/contract.ts';
import type { AssertionResult } from '../../../src/mission/artefacts/reports.ts';
import { isSeen, judgeAssertion } from '../../../src/mission/verdict.ts';
import type { EvidenceWithText, Verdict } from '../../../src/mission/verdict.ts';
import { assertionText } from '../../support/missionModel/texts.ts';

const page = assertionText(4);
const request = assertionText(1);
const command = assertionText(2);

function evidenceOf({ surface, service, command: line }: AssertionText): EvidenceWithText {
  return {
    evidence: 'E5-1',
    run: 5,
    kind: 'snapshot',
    surface,
    service,
    commit: 'c1',
    blob: 'b',
    command: line,
    status: surface === 'http' ? 201 : null,
    exitCode: surface === 'command' ? 0 : null,
    acted: true,
    text: surface === 'command' ? 'done' : 'Saved 4, Saved 1',
  };
}

function passed(text: AssertionText): AssertionResult {
  const step = (expectation: Expectation) => ({
    action: 'save it',
    evidence: 'E5-1',
    expectation,
    seen: 'it was there',
  });
  return { assertion: text.id, result: 'passed', steps: text.expectations.map(step), note: '' };
}

function judge(
  text: AssertionText,
  evidence: Partial<EvidenceWithText>,
  result: AssertionResult | null = passed(text),
): Verdict {
  return judgeAssertion(
    result,
    { 'E5-1': { ...evidenceOf(text), ...evidence } },
    { assertion: text, run: 5, commit: 'c1' },
  );
}

const wrong: readonly [string, AssertionText, Partial<EvidenceWithText>, RegExp][] = [
  ['comes from another run', page, { run: 4 }, /from another run/],
  ['is of another commit', page, { commit: 'c0' }, /of another commit/],
  ['was seen on another surface', page, { surface: 'http' }, /seen on http, the contract says browser/],
  ['is not from the service', page, { service: 'api' }, /not from the service web/],
  ['has no service', request, { service: null }, /not from the service web/],
  ['is of another command', command, { command: 'true' }, /not of the command "save 2"/],
  ['was made before anything was done', page, { acted: false }, /before anything was done/],
  ['does not show the text', page, { text: 'Saved 5' }, /does not show text "Saved 4"/],
  ['shows what must be absent', page, { text: 'Saved 4 Sorry' }, /does not show absent "Sorry"/],
  ['has another status', request, { status: 200 }, /does not show status "201"/],
  ['has no status', request, { status: null }, /does not show status "201"/],
  ['has another exit code', command, { exitCode: 1 }, /does not show exitCode "0"/],
  ['was ended without an exit code', command, { exitCode: null }, /does not show exitCode "0"/],
];

describe('an assertion', () => {
  it('passes on each surface when its tester says so and the evidence shows all of it', () => {
    for (const text of [page, request, command]) assert.deepEqual(judge(text, {}), { verdict: 'passed', reasons: [] });
  });

  for (const [what, text, evidence, reason] of wrong)
    it(`fails when its evidence ${what}, whatever its tester says`, () => {
      const { verdict, reasons } = judge(text, evidence);
      assert.equal(verdict, 'failed');
      assert.match(reasons.join('\n'), reason);
    });

  it('fails when a step cites evidence that does not exist', () => {
    const verdict = judgeAssertion(passed(page), {}, { assertion: page, run: 5, commit: 'c1' });
    assert.equal(verdict.verdict, 'failed');
    assert.match(verdict.reasons.join('\n'), /E5-1 does not exist/);
  });

  it('fails when no step shows one of its expectations', () => {
    const result = { ...passed(page), steps: passed(page).steps.slice(0, 1) };
    assert.deepEqual(judge(page, {}, result), { verdict: 'failed', reasons: ['no step shows absent "Sorry"'] });
  });

  it('fails when its tester passes it without any step', () => {
    assert.equal(judge(page, {}, { ...passed(page), steps: [] }).verdict, 'failed');
  });

  it('fails when a step shows an expectation of its own instead of the contract’s', () => {
    const steps = passed(page).steps.map((step) => ({
      ...step,
      expectation: { kind: 'text' as const, value: 'Saved' },
    }));
    assert.equal(judge(page, {}, { ...passed(page), steps }).verdict, 'failed');
  });

  it('is blocked when nobody reported on it', () => {
    assert.deepEqual(judge(page, {}, null), { verdict: 'blocked', reasons: ['no tester reported on it'] });
  });

  it('is failed or blocked as its tester says, with the tester’s note', () => {
    for (const result of ['failed', 'blocked'] as const) {
      const report: AssertionResult = { assertion: page.id, result, steps: [], note: 'It said Sorry.' };
      assert.deepEqual(judge(page, {}, report), { verdict: result, reasons: ['It said Sorry.'] });
      assert.deepEqual(judge(page, {}, { ...report, note: '' }).reasons, [`the tester says ${result}`]);
    }
  });
});

describe('a literal expectation', () => {
  const seen = (kind: Expectation['kind'], value: string, text: string): boolean =>
    isSeen({ kind, value }, { ...evidenceOf(page), text });

  it('is found whatever the white space between its words', () => {
    assert.ok(seen('text', 'Saved 4', '- paragraph: Saved\n    4'));
  });

  it('is found in a snapshot that escapes its quotes', () => {
    assert.ok(seen('state', 'checkbox "Done" [checked]', '- checkbox \\"Done\\" [checked]'));
  });

  it('is not found in the address of the page, which no user reads', () => {
    assert.equal(seen('text', 'saved', 'URL: http://127.0.0.1/saved\n- heading "Nothing"'), false);
  });

  it('is never absent from an observation that holds nothing', () => {
    assert.equal(seen('absent', 'Sorry', '  '), false);
    assert.ok(seen('absent', 'Sorry', 'Welcome'));
  });
});
