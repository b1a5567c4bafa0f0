import { allOf, first, oneLine, section } from '../briefText.ts';
import type { Answer } from '../conversation.ts';
import type { Script } from '../script.ts';
import { call, take } from '../script.ts';

interface Check {
  what: string;
  ok: boolean;
  seen: string;
}

/** Tries in a scratch clone what the task asks for: the gates, or the service. */
export function* scout(brief: string): Script {
  return /^Gates/m.test(section(brief, 'Your task')) ? yield* tryGates(brief) : yield* tryService(brief);
}

function* tryGates(brief: string): Script {
  const commands = allOf(brief, /^- (?:setup|gate [\w-]+ \(\w+\)): (.+)$/gm);
  const { answers } = yield* take(
    'I run every gate as it will be run later.',
    call('list_folder', { path: '.', depth: 1 }),
    ...commands.map((command) => call('run_command', { command })),
  );
  const checks = commands.map((command, place): Check => {
    const { text = '' } = answers[place + 1] ?? {};
    const tests = first(text, /^(# tests \d+)$/m);
    const seen = oneLine(`${text.split('\n')[0] ?? ''}; ${tests || (text.split('\n').at(-1) ?? '')}`, 500);
    return { what: command, ok: text.startsWith('exit code 0'), seen };
  });
  return yield* submit(checks);
}

function* tryService(brief: string): Script {
  const service = serviceIn(brief);
  // Once more from the start if an interruption took service and page away.
  for (;;) {
    const started = yield* take('I start the service.', call('start_service', service));
    const said = started.answers[0]?.text ?? '';
    const url = first(said, / answers at (\S+)$/m);
    if (url === '') return yield* submit([{ what: `start ${service.name}`, ok: false, seen: oneLine(said, 500) }]);
    const used = yield* take(
      'It answers; I use it as a tester will.',
      call('http_request', { method: 'GET', url: url + (service.healthPath ?? '/') }),
      call('browser_navigate', { url: `${url}/` }),
      call('browser_fill', { role: 'textbox', name: 'Title', text: 'Persuasion' }),
      call('browser_fill', { role: 'textbox', name: 'Author', text: 'Jane Austen' }),
      call('browser_click', { role: 'button', name: 'Add book' }),
    );
    if (!started.interrupted && !used.interrupted) return yield* submit(checksOf(service.name, used.answers));
  }
}

function serviceIn(brief: string): { name: string; start: string; healthPath: string | null } {
  const [, name = 'web', start = '', health = ''] = /^- service ([\w-]+): (.+) \(health (.+)\)$/m.exec(brief) ?? [];
  return { name, start, healthPath: health.startsWith('/') ? health : null };
}

function checksOf(name: string, [asked, opened, , , added]: readonly Answer[]): Check[] {
  return [
    { what: `${name}: request its health path`, ok: shows(asked, 'HTTP 200'), seen: seenOf(asked) },
    { what: `${name}: open / in the browser`, ok: shows(opened, 'heading "Shelf"'), seen: seenOf(opened) },
    { what: `${name}: add a book with the form`, ok: shows(added, 'link "Persuasion"'), seen: seenOf(added) },
  ];
}

function shows(answer: Answer | undefined, text: string): boolean {
  return answer?.isError === false && answer.text.includes(text);
}

function seenOf(answer: Answer | undefined): string {
  const text = answer?.text ?? '';
  return oneLine(text.slice(Math.max(0, text.indexOf('region "Books"'))), 400);
}

function* submit(checks: Check[]): Script {
  const bad = checks.filter(({ ok }) => !ok);
  const summary =
    bad.length === 0
      ? `All ${checks.length} things tried work here.`
      : `${bad.length} of ${checks.length} things tried do not work: ${bad.map(({ what }) => what).join('; ')}.`;
  yield* take(summary, call('submit_readiness', { ready: bad.length === 0, summary, checks, missing: [] }));
  return 'I have reported what I tried.';
}
