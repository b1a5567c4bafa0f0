import { fileText, first, oneLine, section } from '../briefText.ts';
import type { Script } from '../script.ts';
import { call, take } from '../script.ts';

/** Reads what the task is about and reports what stands there. */
export function* research(brief: string): Script {
  const task = section(brief, 'Your task');
  return /^Conventions/m.test(task) ? yield* conventions() : yield* touchedPart();
}

function* conventions(): Script {
  const { answers } = yield* take(
    'I read how the project is run, tested and linted.',
    call('list_folder', { path: '.', depth: 2 }),
    call('read_file', { path: 'README.md' }),
    call('read_file', { path: 'AGENTS.md' }),
    call('read_file', { path: 'package.json' }),
    call('search_files', { pattern: '/health', glob: 'src/**' }),
  );
  const [listing = '', readme = '', agents = '', manifest = '', health = ''] = answers.map(({ text }) => text);
  const scripts = [...manifest.matchAll(/"(start|test|check|lint)": "([^"]+)"/g)].map(
    ([, name = '', command = '']) => `- package.json: ${name} = \`${command}\``,
  );
  const report = [
    `Files:\n${listing.split('\n').slice(0, 40).join('\n')}`,
    `Scripts:\n${scripts.join('\n') || 'none found'}`,
    `Health: ${oneLine(health, 300)}`,
    `README.md:\n${fileText(readme)}`,
    `AGENTS.md:\n${fileText(agents)}`,
  ].join('\n\n');
  return yield* submit(`A Node project without dependencies; ${scripts.length} scripts: ${scripts.join(' ')}.`, report);
}

function* touchedPart(): Script {
  const { answers } = yield* take(
    'I look for the routes, the checks and the texts that tags will touch.',
    call('search_files', { pattern: "\\['(GET|POST|PATCH|DELETE)'", regex: true, glob: 'src/**' }),
    call('search_files', { pattern: 'label:', glob: 'src/pages/**' }),
    call('read_file', { path: 'src/book.js' }),
    call('read_file', { path: 'src/store.js' }),
    call('read_file', { path: 'src/pages/list.js' }),
  );
  const [routes = '', labels = '', book = '', store = '', list = ''] = answers.map(({ text }) => text);
  const signature = first(fileText(store), /^ {2}(list\(.*\)) \{$/m);
  const report = [
    `Routes:\n${routes}`,
    `Labels:\n${labels}`,
    `src/book.js:\n${fileText(book)}`,
    `src/store.js lists by: ${signature}`,
    `src/pages/list.js:\n${fileText(list)}`,
  ].join('\n\n');
  const summary = `Books are checked in src/book.js and listed by ${signature || 'the store'}; pages and API each have their routes, ${routes.split('\n').length} in all.`;
  return yield* submit(summary, report);
}

function* submit(summary: string, report: string): Script {
  yield* take(
    'That is what stands there.',
    call('submit_research', { summary: oneLine(summary, 1400), report: report.slice(0, 15_000) }),
  );
  return 'I have reported what I found.';
}
