import assert from 'node:assert/strict';
import {
  pageAssertions,
  readmeAssertion,
  shelfAssertions,
} from '../../../../../src/adapters/model/rehearsal/mission/contract.ts';
import { rehearsalPolicy } from '../../../../../src/adapters/model/rehearsal/rehearsalPolicy.ts';
import { flowReportSchema } from '../../../../../src/mission/artefacts/reports.ts';
import type { FlowReport } from '../../../../../src/mission/artefacts/reports.ts';
import { assertionSchema } from '../../../../../src/mission/artefacts/contract.ts';
import { assertionText } from '../../../../../src/roles/tools/missionText.ts';
import type { FakeAnswer } from '../../../../support/rehearsal/fakeRun.ts';
import { FakeRun } from '../../../../support/rehearsal/fakeRun.ts';

const address = 'http://127.0.0.1:4000';
const known = [...pageAssertions, ...shelfAssertions, readmeAssertion].map((text) => assertionSchema.parse(text));

function testerOf(ids: string[], services = `- web answers at ${address}`): FakeRun {
  const texts = ids.map((id) => {
    const text = known.find((assertion) => assertion.id === id);
    return text ? assertionText(text) : `${id} Something else [new, browser on service web]\n  expectations: text "x"`;
  });
  const own = [
    `# Your assertions\n${texts.join('\n')}`,
    `## Services, started for you alone with empty data\n${services}`,
    '## Problems seen earlier that you may meet\nNone.',
  ];
  return new FakeRun(rehearsalPolicy(), 'submit_flow', ['# Mission\nTags', own.join('\n\n')]);
}

type Tool = (name: string, input: unknown) => FakeAnswer | null;

/** Plays a run to its report; what `tool` leaves to null is answered as an empty shelf would. */
function reportOf(run: FakeRun, tool: Tool, notices: readonly (string | undefined)[] = []): FlowReport {
  let evidence = 0;
  for (let turns = 0; turns < 40; turns += 1) {
    const [last] = run.reply().calls.slice(-1);
    if (last?.name === 'submit_flow') return flowReportSchema.parse(last.input);
    run.answer((name, input) => {
      evidence += 1;
      return (
        tool(name, input) ?? { text: `[evidence E7-${String(evidence)}]\nGET ${address}\nHTTP 200\n\n{"books":[]}` }
      );
    }, notices[turns]);
  }
  throw new Error('The tester gave no report.');
}

const page = (text: string): FakeAnswer => ({
  text: `Opened /.\n[evidence E7-900]\nURL: ${address}/\n\n- main: ${text}`,
});
const onPage =
  (text: string): Tool =>
  (name) =>
    name.startsWith('browser_') ? page(text) : null;

describe('the tester of the rehearsal', () => {
  it('says passed where the page shows the literal, and cites the evidence that shows it', () => {
    const { results } = reportOf(testerOf(['VAL-SHELF-001']), onPage('paragraph: Your shelf is empty. Add a book.'));
    assert.deepEqual(results[0]?.result, 'passed');
    assert.deepEqual(
      results[0].steps.map(({ evidence, expectation }) => ({ evidence, expectation })),
      [{ evidence: 'E7-900', expectation: { kind: 'text', value: 'Your shelf is empty.' } }],
    );
  });

  it('says failed where the page shows almost the literal, with what was seen', () => {
    const { results } = reportOf(testerOf(['VAL-SHELF-001']), onPage('paragraph: Your shelf is empty'));
    assert.equal(results[0]?.result, 'failed');
    assert.match(results[0].note, /Expected text "Your shelf is empty\."; seen instead \(E7-900\): URL:/);
  });

  it('never says passed where nothing came back', () => {
    for (const answer of [{ text: '' }, { text: 'paragraph: Your shelf is empty.' }]) {
      const { results } = reportOf(testerOf(['VAL-SHELF-001']), (name) =>
        name === 'browser_navigate' ? answer : null,
      );
      assert.equal(results[0]?.result, 'failed');
    }
  });

  it('sees that something is there which must be absent', () => {
    let posted = 0;
    const { results } = reportOf(testerOf(['VAL-FILTER-002']), (name, input) => {
      if (name !== 'http_request') return page('link "Walden" link "Middlemarch"');
      posted += 1;
      return JSON.stringify(input).includes('POST')
        ? { text: `[evidence E7-902]\nHTTP 201\n\n{"book":{"id":${String(posted)}}}` }
        : null;
    });
    assert.equal(results[0]?.result, 'failed');
    assert.match(results[0].note, /Expected absent "link "Middlemarch""/);
  });

  it('is blocked where an element is missing on the way, where the service is down, and where it knows no way', () => {
    const run = testerOf(['VAL-FORM-001', 'VAL-XYZ-001']);
    const { results } = reportOf(run, (name) =>
      name === 'browser_fill' ? { text: 'There is no textbox "Title" here.', isError: true } : null,
    );
    assert.deepEqual(
      results.map(({ result }) => result),
      ['blocked', 'blocked'],
    );
    assert.match(results[0]?.note ?? '', /It stopped at “Put "Kim" into "Title"”: There is no textbox/);
    assert.match(results[1]?.note ?? '', /I am scripted/);
    const down = reportOf(
      testerOf(['VAL-SHELF-001', 'VAL-FORM-001'], '- web could not be started; what needs it is blocked.'),
      () => ({
        text: 'No page is open: call browser_navigate first.',
        isError: true,
      }),
    );
    assert.deepEqual(
      down.results.map(({ result }) => result),
      ['blocked', 'blocked'],
    );
  });

  it('judges a command by its exit code and its output', () => {
    const output =
      (exitCode: number, text: string): Tool =>
      () => ({
        text: `[evidence E7-5]\nexit code ${String(exitCode)}, 0.1 s\n${text}`,
      });
    const line = '35:| `GET /api/books?q=text&tag=name` |';
    const judged = [output(0, line), output(1, line), output(0, 'another line')].map(
      (tool) => reportOf(testerOf(['VAL-README-001']), tool).results[0]?.result,
    );
    assert.deepEqual(judged, ['passed', 'failed', 'failed']);
  });

  it('begins an assertion again after an interruption, at the address where the service is now', () => {
    const moved = 'http://127.0.0.1:5000';
    const urls: string[] = [];
    const run = testerOf(['VAL-SHELF-001']);
    const { results } = reportOf(
      run,
      (_name, input) => {
        const url = typeof input === 'object' && input !== null && 'url' in input ? String(input.url) : '';
        urls.push(url);
        if (url === '' || url.startsWith(moved)) return page('Your shelf is empty.');
        return { text: `${address} is not allowed here. Allowed are: ${moved}.`, isError: true };
      },
      [
        'Longhaul was interrupted. Services, browser pages and their data from before are gone; start again what you need.',
      ],
    );
    assert.equal(results[0]?.result, 'passed');
    assert.ok(urls.includes(`${address}/`) && urls.includes(`${moved}/`));
  });
});
