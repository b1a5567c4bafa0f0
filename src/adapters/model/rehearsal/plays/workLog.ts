import { first, oneLine } from '../briefText.ts';
import type { Answer } from '../conversation.ts';
import type { HandCheck, TextEdit, WrittenFile } from '../mission/works.ts';
import type { Call, Script } from '../script.ts';
import { call, take } from '../script.ts';

/** What a worker did and saw in this run: its handoff is made of nothing else. */
export class WorkLog {
  readonly commands: { command: string; exitCode: number; seen: string }[] = [];
  readonly checks: { action: string; observed: string }[] = [];
  readonly tests: { file: string; name: string; change: 'added' | 'changed' }[] = [];
  readonly undone: string[] = [];
  readonly paths = new Set<string>();

  /** Runs commands; gives their results in order. */
  *run(say: string, before: Call[], commands: string[]): Script<Answer[]> {
    const { answers } = yield* take(say, ...before, ...commands.map((command) => call('run_command', { command })));
    this.#noteEdits(before, answers);
    const results = answers.slice(before.length);
    for (const [place, command] of commands.entries()) this.#noteCommand(command, results[place]?.text ?? '');
    return results;
  }

  #noteEdits(calls: Call[], answers: readonly Answer[]): void {
    for (const [place, { input }] of calls.entries()) {
      const path = pathOf(input);
      const answer = answers[place];
      if (path === null) continue;
      if (answer?.isError === true) this.undone.push(oneLine(`${path} was not changed: ${answer.text}`, 400));
      else this.paths.add(path);
    }
  }

  #noteCommand(command: string, text: string): void {
    const exitCode = first(text, /^exit code (\d+)/m);
    if (exitCode !== '') this.commands.push({ command, exitCode: Number(exitCode), seen: whatOutputShows(text) });
  }

  /** Uses the running service by hand; begins again where an interruption took it away. */
  *check(say: string, checks: HandCheck[]): Script<null> {
    for (;;) {
      const started = yield* take(say, call('start_services', {}));
      const text = started.answers[0]?.text ?? '';
      const url = first(text, / answers at (\S+)/);
      if (url === '') {
        this.undone.push(oneLine(`The service could not be started for a check by hand: ${text}`, 500));
        return null;
      }
      const done = yield* take('It runs; I use it by hand.', ...checks.map((check) => check.do(url)));
      if (started.interrupted || done.interrupted) continue;
      for (const [place, check] of checks.entries()) this.#noteCheck(check, done.answers[place]);
      return null;
    }
  }

  #noteCheck({ action, expects }: HandCheck, answer: Answer | undefined): void {
    const text = answer?.text ?? '';
    const isSeen = answer?.isError === false && (expects === null || text.includes(expects));
    if (!isSeen) this.undone.push(oneLine(`${action} did not show ${expects ?? 'what it should'}: ${text}`, 500));
    if (expects !== null)
      this.checks.push({
        action,
        observed: isSeen ? `It showed ${expects}` : oneLine(`It did not show ${expects}`, 300),
      });
  }

  /** Notes whether the last run of each command was green. */
  noteRed(commands: string[]): void {
    for (const command of commands) {
      const last = this.commands.findLast((run) => run.command === command);
      if (last?.exitCode !== 0)
        this.undone.push(`\`${command}\` does not end with exit code 0: ${last?.seen ?? 'no end was seen'}`);
    }
  }

  /** Commits, hands off, and corrects what the handoff is refused for, once. */
  *handOff(message: string, feature: string, said: { summary: string; implemented: string[] }): Script {
    if (this.paths.size > 0) yield* take('Green; I commit it.', call('commit', { message, paths: [...this.paths] }));
    for (let tries = 0; tries < 2; tries += 1) {
      const { answers } = yield* take('I hand off what I did and saw.', call('hand_off', this.#handoff(feature, said)));
      const left = first(answers[0]?.text ?? '', /these changes are not committed: (.*); commit them/);
      if (left === '') break;
      yield* take('Something of mine is not committed yet.', call('commit', { message, paths: left.split(', ') }));
    }
    return 'The handoff was refused, and I am scripted: I know no other one.';
  }

  #handoff(feature: string, { summary, implemented }: { summary: string; implemented: string[] }): unknown {
    return {
      feature,
      summary: `${summary} Scripted work of the rehearsal.`,
      implemented,
      undone: this.undone.slice(0, 20),
      commands: this.commands,
      checks: this.checks,
      tests: this.tests,
      findings: [],
      procedure: { followed: true, deviations: [] },
    };
  }
}

function pathOf(input: unknown): string | null {
  return typeof input === 'object' && input !== null && 'path' in input && typeof input.path === 'string'
    ? input.path
    : null;
}

/** The lines that say how it ended: counts of a report, else the last one. */
function whatOutputShows(text: string): string {
  const counts = [...text.matchAll(/^# (?:tests|pass|fail) \d+$/gm)].map(([line]) => line.slice(2));
  const last = text.split('\n').findLast((line) => line.trim() !== '' && !line.startsWith('[changed: ')) ?? '';
  return oneLine(counts.length > 0 ? counts.join(', ') : last, 400) || 'no output';
}

export function writing({ path, text }: WrittenFile): Call {
  return call('write_file', { path, text: `${text.join('\n')}\n` });
}

export function editing({ path, oldText, newText }: TextEdit): Call {
  return call('edit_file', { path, oldText: oldText.join('\n'), newText: newText.join('\n') });
}
