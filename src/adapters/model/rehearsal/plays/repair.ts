import { allOf, fileText, first, itemsIn, oneLine, unique } from '../briefText.ts';
import type { Answer } from '../conversation.ts';
import linkTest from '../mission/linkTest.json' with { type: 'json' };
import type { HandCheck } from '../mission/works.ts';
import type { Call, Script } from '../script.ts';
import { call, take } from '../script.ts';
import type { Diagnosis, SourceText } from './diagnosis.ts';
import { diagnose } from './diagnosis.ts';
import { WorkLog, writing } from './workLog.ts';

interface RepairTask {
  feature: string;
  findings: string;
  gates: string[];
}

/** Reads the findings, looks for their cause in the code, and repairs it; without a cause nothing is changed, and that is said. */
export function* repair({ feature, findings, gates }: RepairTask): Script {
  const log = new WorkLog();
  const sources = yield* readSuspects();
  const found = diagnose(findings, sources);
  if (!found) return yield* giveUp(log, feature, findings);
  yield* log.run(`${found.why} First a test that fails for this reason.`, [writing(linkTest)], [linkTest.command]);
  const stale = yield* testsWithOldName(found);
  yield* log.run('I make the names equal, in the tests that had the wrong one, too.', changesFor(found, stale), [
    linkTest.command,
  ]);
  yield* log.run('Every gate of the manifest.', [], gates);
  log.noteRed([linkTest.command, ...gates]);
  yield* log.check('I start the service and follow the link, as the tester did.', linkChecks);
  log.tests.push({ file: linkTest.path, name: linkTest.name, change: 'added' });
  for (const { path, text } of stale)
    for (const name of allOf(text, /^test\('(.*)', /gm)) log.tests.push({ file: path, name, change: 'changed' });
  const ids = itemsIn(findings).map(({ id }) => id);
  const said = {
    summary: `${found.why} It now reads ${found.sent}; tests that had used the wrong name were corrected (${ids.join(', ')}).`,
    implemented: [`${found.path} reads the parameter ${found.sent} that the links send`],
  };
  return yield* log.handOff(`Read the parameter ${found.sent} that the links send`, feature, said);
}

/** Files whose code names parameters, links or fields. */
function* readSuspects(): Script<SourceText[]> {
  const { answers } = yield* take(
    'I read the finding and look where its address is made and read.',
    call('search_files', { pattern: 'query\\.get\\(', regex: true, glob: 'src/**' }),
    call('search_files', { pattern: '/?', glob: 'src/**' }),
    call('search_files', { pattern: 'name="', glob: 'src/**' }),
  );
  const paths = unique(answers.flatMap(({ text }) => pathsIn(text)));
  if (paths.length === 0) return [];
  const read = yield* take('I read these files.', ...paths.map((path) => call('read_file', { path })));
  return textsOf(paths, read.answers);
}

function* testsWithOldName({ reads }: Diagnosis): Script<SourceText[]> {
  const { answers } = yield* take(
    'Does a test use the wrong name?',
    call('search_files', { pattern: `/?${reads}=`, glob: 'test/**' }),
  );
  const paths = unique(answers.flatMap(({ text }) => pathsIn(text)));
  if (paths.length === 0) return [];
  const read = yield* take('I read these tests.', ...paths.map((path) => call('read_file', { path })));
  return textsOf(paths, read.answers);
}

function pathsIn(matches: string): string[] {
  return unique(allOf(matches, /^([^\s:]+):\d+: /gm));
}

function textsOf(paths: readonly string[], answers: readonly Answer[]): SourceText[] {
  return paths.map((path, place) => ({ path, text: fileText(answers[place]?.text ?? '') }));
}

function changesFor({ path, reads, sent }: Diagnosis, stale: readonly SourceText[]): Call[] {
  return [
    call('edit_file', { path, oldText: `query.get('${reads}')`, newText: `query.get('${sent}')` }),
    ...stale.map((test) =>
      call('edit_file', { path: test.path, oldText: `/?${reads}=`, newText: `/?${sent}=`, replaceAll: true }),
    ),
  ];
}

const linkChecks: HandCheck[] = [
  {
    action: 'Added Emma with the tag classic',
    do: (url) =>
      call('http_request', {
        method: 'POST',
        url: `${url}/api/books`,
        body: JSON.stringify({ title: 'Emma', author: 'Jane Austen', tags: ['classic'] }),
      }),
    expects: 'HTTP 201',
  },
  {
    action: 'Opened / in the browser',
    do: (url) => call('browser_navigate', { url: `${url}/` }),
    expects: 'link "classic"',
  },
  {
    action: 'Followed the link "classic"',
    do: () => call('browser_click', { role: 'link', name: 'classic' }),
    expects: 'Books tagged “classic”.',
  },
];

/** No cause found: one look at the running product, so that the handoff says what is so, and no change. */
function* giveUp(log: WorkLog, feature: string, findings: string): Script {
  const items = itemsIn(findings);
  yield* log.check('I find no cause in the code; I look at the running product.', [
    {
      action: 'Opened / in the browser',
      do: (url) => call('browser_navigate', { url: `${url}/` }),
      expects: 'heading "Shelf"',
    },
  ]);
  for (const { id, summary, detail } of items) {
    const why = first(detail, /^Why: (.*)$/m);
    log.undone.push(oneLine(`${id} is not repaired, its cause was not found: ${summary} ${why}`, 600));
  }
  const summary = `No cause was found for ${items.map(({ id }) => id).join(', ')}; nothing was changed. I am scripted and know only a few kinds of causes.`;
  return yield* log.handOff('', feature, { summary, implemented: [] });
}
