import { allOf, section } from '../briefText.ts';
import type { Work } from '../mission/works.ts';
import { workOn } from '../mission/works.ts';
import type { Script } from '../script.ts';
import { call, take } from '../script.ts';
import { repair } from './repair.ts';
import { editing, WorkLog, writing } from './workLog.ts';

/** Builds the feature of its brief, or repairs what its findings say. */
export function* work(brief: string, options: { isMistaken: boolean }): Script {
  const [, feature = 'F0', title = ''] = /^(F\d+) (.*) \[[^\]]*\]$/m.exec(section(brief, 'Your feature')) ?? [];
  const gates = allOf(brief, /^- gate [\w-]+ \(\w+\): (.+)$/gm);
  const findings = section(brief, 'Findings to repair');
  if (findings !== '') return yield* repair({ feature, findings, gates });
  const known = workOn(title, options);
  return known ? yield* build(feature, known, gates) : yield* passOn(feature, title);
}

function* build(feature: string, plan: Work, gates: string[]): Script {
  const log = new WorkLog();
  yield* take(
    'I look at what the feature touches.',
    ...plan.reads.map((path) => call('read_file', { path })),
    call('search_files', { pattern: plan.search, glob: 'src/**' }),
  );
  yield* log.run('The tests first; they must fail.', plan.tests.map(writing), [plan.testCommand]);
  const changes = [...plan.writes.map(writing), ...plan.edits.map(editing)];
  yield* log.run('Now the code, and the tests again.', changes, [plan.testCommand]);
  yield* log.run('Every gate of the manifest.', [], gates);
  log.noteRed([plan.testCommand, ...gates]);
  if (plan.checks.length > 0) yield* log.check('I start the service and look for myself.', plan.checks);
  for (const { path } of plan.tests)
    for (const name of plan.testNames) log.tests.push({ file: path, name, change: 'added' });
  return yield* log.handOff(plan.message, feature, plan);
}

/** A feature that the rehearsal does not know: looked at, said so, nothing changed. */
function* passOn(feature: string, title: string): Script {
  const log = new WorkLog();
  yield* take('I look whether I know this feature.', call('list_folder', { path: '.', depth: 2 }));
  log.undone.push(`“${title}”: I am scripted and do not know how to build it.`);
  const summary = 'Nothing was changed: the rehearsal only knows how to build the features of its own plan.';
  return yield* log.handOff('', feature, { summary, implemented: [] });
}
