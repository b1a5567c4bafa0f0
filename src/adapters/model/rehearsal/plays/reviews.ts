import { allOf, counted, first, itemsIn, oneLine, section, unique } from '../briefText.ts';
import type { Script } from '../script.ts';
import { call, take } from '../script.ts';

/** Reads a feature's diff and the present files, answers open findings, and raises what a simple reading shows. */
export function* reviewFeature(brief: string): Script {
  const feature = first(brief, /^# Review (F\d+)$/m);
  const { answers } = yield* take('I read the change.', call('read_diff', { feature }));
  const diff = answers[0]?.text ?? '';
  const paths = unique(allOf(diff, /^[a-z]+ (\S+) \+\d+ -\d+$/gm));
  if (paths.length > 0)
    yield* take('And what stands around it.', ...paths.slice(0, 4).map((path) => call('read_file', { path })));
  const questions = itemsIn(section(brief, 'Unresolved findings'));
  const summary = `${counted(paths.length, 'file')} changed: ${oneLine(paths.join(', '), 600) || 'none'}. Read by a script, which sees little; running it would tell more.`;
  yield* take(
    'That is my review.',
    call('submit_review', {
      feature,
      summary,
      findings: suggestions(diff),
      answers: questions.map(({ id, summary: finding }) => answerTo(id, finding, paths)),
    }),
  );
  return 'The review was not taken, and I am scripted: I know no other one.';
}

/** A row of things that cannot wrap runs out of its box when there are many. */
function suggestions(diff: string): unknown[] {
  const added = [...diff.matchAll(/^\+(\.[\w-]+) \{\n((?:\+ .*\n)*)/gm)];
  const rigid = added.filter(([, , rules = '']) => rules.includes('display: flex') && !rules.includes('flex-wrap'));
  return rigid.map(([, selector = '']) => ({
    severity: 'suggestion',
    summary: `${selector} is a row that does not wrap`,
    detail: `Many entries run out of the box on a narrow page; flex-wrap: wrap would keep them in it.`,
    file: first(diff, /^\+\+\+ b\/(\S+\.css)$/m) || null,
    line: null,
  }));
}

/** Gone only where the change touched the very file that the finding names. */
function answerTo(finding: string, summary: string, paths: readonly string[]): unknown {
  const file = paths.find((path) => summary.includes(path));
  return file === undefined
    ? { finding, answer: 'stillThere', where: 'The change does not touch the place that the finding names.' }
    : { finding, answer: 'gone', where: `${file}, changed by this feature` };
}

/** Asks of the contract what its requirements ask of the product: what if a thing is given twice? */
export function* reviewContract(brief: string): Script {
  const focus = section(brief, 'Your focus');
  const contract = section(brief, 'The contract to review') || section(brief, 'Contract');
  yield* take(
    'I compare the contract with the repository.',
    call('read_file', { path: 'src/book.js' }),
    call('search_files', { pattern: 'checkBook(', glob: 'src/**' }),
  );
  const assertions = allOf(contract, /^(VAL-[A-Z0-9]+-\d{3}) /gm);
  const isMissing = /^missing/m.test(focus) && !/\btwice\b/.test(contract);
  const points = isMissing
    ? [
        {
          kind: 'missing',
          assertion: null,
          text: 'No assertion says what becomes of a tag that is given twice. Proposal: POST /api/books with the tags Space and space answers with the tag once, ["space"].',
        },
      ]
    : [];
  const summary = `${counted(assertions.length, 'assertion')} read with a simple question by a script; ${counted(points.length, 'point')}.`;
  yield* take('That is what I found.', call('submit_contract_review', { summary, points }));
  return 'The review was not taken, and I am scripted: I know no other one.';
}

/** A script cannot verify a reason, so it never agrees. */
export function* reviewDismissal(brief: string): Script {
  const place = first(section(brief, 'The finding'), / at ([\w./-]+)(?::\d+)?\./);
  yield* take(
    'I look at the place of the finding.',
    place === '' ? call('list_folder', { path: 'src', depth: 2 }) : call('read_file', { path: place }),
  );
  const reason = `I looked at ${place === '' ? 'src/' : place}, but I am scripted and cannot verify the reason that was given. What cannot be verified is not dismissed.`;
  yield* take('I do not agree.', call('submit_dismissal_review', { agrees: false, reason }));
  return 'The review was not taken, and I am scripted: I know no other one.';
}
