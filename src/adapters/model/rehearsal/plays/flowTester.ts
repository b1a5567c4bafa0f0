import type { BriefAssertion } from '../briefText.ts';
import { allOf, assertionsIn, first, itemsIn, oneLine, section } from '../briefText.ts';
import type { Answer } from '../conversation.ts';
import type { TrialStep } from '../mission/trials.ts';
import { trials } from '../mission/trials.ts';
import type { Call, Outcome, Script } from '../script.ts';
import { call, take } from '../script.ts';
import { holds, quote, seenIn } from './observation.ts';
import type { Seen } from './observation.ts';

interface Result {
  assertion: string;
  result: 'passed' | 'failed' | 'blocked';
  steps: { action: string; evidence: string; expectation: { kind: string; value: string }; seen: string }[];
  note: string;
}

/** The tester's own copy of the product: where it answers, and which books are in it. */
interface Copy {
  origin: string;
  books: number[];
  hasPicture: boolean;
  /** Looked at once although nothing could be opened. */
  isLookedAt: boolean;
}

/** Uses the product as each assertion says, one after the other, and believes only what its tools show. */
export function* testFlow(brief: string): Script {
  const assertions = assertionsIn(section(brief, 'Your assertions'));
  const services = section(brief, 'Services, started for you');
  const copy: Copy = {
    origin: first(services, /^- \S+ answers at (\S+)$/m),
    books: [],
    hasPicture: false,
    isLookedAt: false,
  };
  const results: Result[] = [];
  for (const assertion of assertions) results.push(yield* testOne(assertion, copy, services));
  const questions = itemsIn(section(brief, 'Problems seen earlier'));
  const answers = questions.map(({ id }) => ({
    finding: id,
    answer: 'stillThere',
    where: 'I am scripted and did not look for it.',
  }));
  const passed = results.filter(({ result }) => result === 'passed').length;
  yield* take(
    `${passed} of ${results.length} hold, as far as the evidence goes.`,
    call('submit_flow', { results, findings: [], answers }),
  );
  return 'The report was not taken, and I am scripted: I know no other one.';
}

function* testOne(assertion: BriefAssertion, copy: Copy, services: string): Script<Result> {
  const steps = trials[assertion.id];
  if (!steps) return yield* notTried(assertion, copy, 'I am scripted and do not know how to try this one.');
  if (copy.origin === '' && assertion.surface !== 'command')
    return yield* notTried(assertion, copy, `The service could not be started: ${services}`);
  for (let tries = 0; tries < 4; tries += 1) {
    const result = yield* tryOut(assertion, steps, copy);
    if (result) return result;
  }
  return blocked(
    assertion,
    'It could not be tried from no books: the service was interrupted, or books could not be taken away.',
  );
}

/** Nothing can be done; one look at the page, whatever is there. */
function* notTried(assertion: BriefAssertion, copy: Copy, why: string): Script<Result> {
  if (!copy.isLookedAt) yield* take('I cannot try this; I look all the same.', call('browser_snapshot', {}));
  copy.isLookedAt = true;
  return blocked(assertion, oneLine(why, 1200));
}

/** One trial from no books; null where it must be begun again. */
function* tryOut(assertion: BriefAssertion, steps: readonly TrialStep[], copy: Copy): Script<Result | null> {
  const trial = new Trial(copy, assertion);
  let rest = [...steps];
  while (rest.length > 0) {
    const now = trial.possibleNow(rest);
    rest = rest.slice(now.length);
    const calls = trial.callsFor(now, rest.length === 0);
    const outcome = yield* take(`${assertion.id}: ${assertion.title}`, ...calls);
    if (!trial.take(now, outcome)) return null;
    if (trial.stuck !== null) return blocked(assertion, trial.stuck);
  }
  const { last } = trial;
  const wrong = assertion.expectations.filter((expectation) => !holds(expectation, last));
  const evidence = last.evidence ?? '';
  const seen = quote(last);
  const action = oneLine(trial.actions.join('; '), 480);
  if (wrong.length === 0) {
    const shown = assertion.expectations.map((expectation) => ({
      action,
      evidence,
      expectation,
      seen: whatShows(expectation),
    }));
    return { assertion: assertion.id, result: 'passed', steps: shown, note: '' };
  }
  if (assertion.surface === 'browser')
    yield* take(
      'It does not hold; what do console and network say?',
      call('browser_console', {}),
      call('browser_network', {}),
    );
  const missing = wrong.map((expectation) => ({ action, evidence, expectation, seen }));
  const expected = wrong.map(({ kind, value }) => `${kind} "${value}"`).join(', ');
  const note = oneLine(`${action}. Expected ${expected}; seen instead (${evidence}): ${seen}`, 1400);
  return { assertion: assertion.id, result: 'failed', steps: evidence === '' ? [] : missing, note };
}

function whatShows({ kind, value }: { kind: string; value: string }): string {
  if (kind === 'absent') return `Nothing reads ${value}`;
  return kind === 'status' || kind === 'exitCode' ? `It was ${value}` : `It reads ${oneLine(value, 400)}`;
}

function blocked({ id }: BriefAssertion, note: string): Result {
  return { assertion: id, result: 'blocked', steps: [], note };
}

/** What happens in one trial. */
class Trial {
  readonly actions: string[] = [];
  last: Seen = seenIn(undefined);
  /** Why it cannot go on, or null. */
  stuck: string | null = null;
  readonly #copy: Copy;
  readonly #assertion: BriefAssertion;
  readonly #ids = new Map<string, string>();
  #preparation = 0;
  #listAt = -1;

  constructor(copy: Copy, assertion: BriefAssertion) {
    this.#copy = copy;
    this.#assertion = assertion;
  }

  /** The steps up to the first whose address is not known yet. */
  possibleNow(steps: readonly TrialStep[]): TrialStep[] {
    const waiting = steps.findIndex((step) => 'path' in step && /\{\w+\}/.test(this.#address(step.path)));
    return steps.slice(0, waiting < 0 ? steps.length : waiting);
  }

  /** Takes away earlier books first, and looks at the end which ones there are now. */
  callsFor(steps: readonly TrialStep[], isLast: boolean): Call[] {
    const { origin, books } = this.#copy;
    const isServed = this.#assertion.surface !== 'command';
    const list = call('http_request', { method: 'GET', url: `${origin}/api/books` });
    const isFirst = this.actions.length === 0;
    const preparation = isFirst
      ? books.map((id) => call('http_request', { method: 'DELETE', url: `${origin}/api/books/${id}` }))
      : [];
    if (preparation.length > 0) preparation.push(list);
    this.#preparation = preparation.length;
    const calls = [...preparation, ...steps.map((step) => this.#callFor(step))];
    if (isLast && this.#assertion.surface === 'browser' && !this.#copy.hasPicture)
      calls.push(call('browser_screenshot', {}));
    this.#listAt = isLast && isServed ? calls.length : -1;
    return isLast && isServed ? [...calls, list] : calls;
  }

  /** Reads what came back; false where the trial must be begun again. */
  take(steps: readonly TrialStep[], { answers, interrupted }: Outcome): boolean {
    const moved = answers.map(({ text }) => first(text, /is not allowed here\. Allowed are: (\S+?)[.,]?(?:\s|$)/));
    const origin = moved.find((address) => address !== '');
    if (origin !== undefined || interrupted) {
      this.#copy.origin = origin ?? this.#copy.origin;
      this.#copy.books = [];
      return false;
    }
    if (this.#preparation > 0) {
      this.#copy.books = booksIn(answers[this.#preparation - 1]);
      if (this.#copy.books.length > 0) return false;
    }
    for (const [place, step] of steps.entries()) this.#note(step, answers[this.#preparation + place]);
    if (this.#listAt < 0) return true;
    this.#copy.books = booksIn(answers[this.#listAt]);
    this.#copy.hasPicture ||= this.#assertion.surface === 'browser';
    return true;
  }

  #note(step: TrialStep, answer: Answer | undefined): void {
    if (this.stuck !== null) return;
    this.last = seenIn(answer);
    this.actions.push(this.#describe(step));
    if (step.do === 'post') this.#ids.set(step.as, first(answer?.text ?? '', /"id":(\d+)/));
    const isPrepared = step.do !== 'post' || this.#ids.get(step.as) !== '';
    if (answer?.isError === true || !isPrepared)
      this.stuck = oneLine(`It stopped at “${this.#describe(step)}”: ${answer?.text ?? 'no answer'}`, 1200);
  }

  #address(path: string): string {
    return path.replace(/\{(\w+)\}/g, (whole, name: string) => this.#ids.get(name) ?? whole);
  }

  #callFor(step: TrialStep): Call {
    const { origin } = this.#copy;
    switch (step.do) {
      case 'post':
        return call('http_request', { method: 'POST', url: `${origin}/api/books`, body: JSON.stringify(step.book) });
      case 'request': {
        const body = step.body === undefined ? {} : { body: JSON.stringify(step.body) };
        return call('http_request', { method: step.method, url: origin + this.#address(step.path), ...body });
      }
      case 'open':
        return call('browser_navigate', { url: origin + this.#address(step.path) });
      case 'fill':
        return call('browser_fill', { role: step.role, name: step.name, text: step.text });
      case 'click':
        return call('browser_click', { role: step.role, name: step.name });
      case 'run':
        return call('run_command', { command: step.command });
    }
  }

  #describe(step: TrialStep): string {
    switch (step.do) {
      case 'post':
        return `Posted ${JSON.stringify(step.book)}`;
      case 'request':
        return `${step.method} ${this.#address(step.path)}${step.body === undefined ? '' : ` with ${JSON.stringify(step.body)}`}`;
      case 'open':
        return `Opened ${this.#address(step.path)}`;
      case 'fill':
        return `Put "${step.text}" into "${step.name}"`;
      case 'click':
        return `${step.role === 'link' ? 'Followed' : 'Pressed'} "${step.name}"`;
      case 'run':
        return `Ran ${step.command}`;
    }
  }
}

/** Ids of the books in an answer of the API, the oldest first. */
function booksIn(answer: Answer | undefined): number[] {
  return allOf(answer?.text ?? '', /"id":(\d+)/g)
    .map(Number)
    .sort((one, other) => one - other);
}
