import type { Blobs } from '../../ports/blobs.ts';
import type { CommandRequest, CommandResult, Shell } from '../../ports/shell.ts';
import { preparation } from './commandPreparation.ts';
import type { CommandShellOptions, Prepare } from './commandPreparation.ts';
import { liveOutput } from './liveOutput.ts';
import { outputCapture } from './outputCapture.ts';
import type { OutputCapture } from './outputCapture.ts';
import { prepareOutputPipes } from './outputPipes.ts';
import { freePort, serviceStarter } from './services.ts';
import { startShellProcess } from './shellProcess.ts';
import type { ShellProcess } from './shellProcess.ts';

type Ended = CommandResult['ended'];

/** Commands of one owner by bash (or sh) in one folder. See the port for the contract. */
export function commandShell(options: CommandShellOptions): Shell {
  const { ledger, limits } = options;
  const shellNumber = ledger.nextShell();
  const prepare = preparation(options, shellNumber);
  const active = new Map<AbortController, Promise<unknown>>();
  void prepareOutputPipes();

  async function owned<T>(work: (stopped: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const working = work(controller.signal);
    active.set(controller, working);
    try {
      return await working;
    } finally {
      active.delete(controller);
    }
  }
  const services = serviceStarter({ prepare, limits });

  return {
    run: (request) => owned((stopped) => runCommand({ request, stopped, prepare, options })),
    startService: (request) => owned((stopped) => services.start(request, stopped)),
    freePort,
    async stopAll() {
      for (const controller of active.keys()) controller.abort();
      await Promise.allSettled([...active.values(), services.stopAll()]);
      await ledger.killLeftBy({ shell: shellNumber, command: null });
    },
  };
}

interface CommandWork {
  request: CommandRequest;
  stopped: AbortSignal;
  prepare: Prepare;
  options: CommandShellOptions;
}

async function runCommand(work: CommandWork): Promise<CommandResult> {
  const { request, options } = work;
  const startedAt = performance.now();
  const notRun = (ended: Ended, output: string): CommandResult => {
    return { exitCode: null, ended, output, outputBlob: null, durationMs: performance.now() - startedAt };
  };
  if (request.signal.aborted) return notRun('cancelled', '');
  const prepared = work.prepare(request);
  if (!prepared.ok) return notRun('notStarted', prepared.why);
  const { liveOutputIntervalMs, maxStoredOutputBytes } = options.limits;
  const capture = outputCapture({ maxInlineBytes: request.maxOutputBytes, maxStoredBytes: maxStoredOutputBytes });
  const live = request.onOutput === undefined ? null : liveOutput(request.onOutput, liveOutputIntervalMs);
  let lastOutputAt = startedAt;
  const onOutput = (chunk: Uint8Array): void => {
    lastOutputAt = performance.now();
    capture.add(chunk);
    live?.add(chunk);
  };
  const started = await startShellProcess({ ...prepared.value, port: null, onOutput });
  if (!started.ok) return notRun('notStarted', started.why);
  const end = await untilEnd(work, started.value, () => lastOutputAt);
  live?.end();
  const durationMs = performance.now() - startedAt;
  return {
    exitCode: end.exitCode,
    ended: end.ended,
    durationMs,
    ...(await collected(capture, end.left, options.blobs)),
  };
}

interface CommandEnd {
  ended: Ended;
  exitCode: number | null;
  /** Background processes that the command left and that were ended. */
  left: number;
}

async function untilEnd(work: CommandWork, running: ShellProcess, lastOutputAt: () => number): Promise<CommandEnd> {
  const limit = limitReached(work, lastOutputAt);
  const first = await Promise.race([running.exited, limit.reached]);
  limit.forget();
  if (typeof first === 'number') return { ended: 'exit', exitCode: first, left: await running.clear() };
  await running.end();
  return { ended: first, exitCode: null, left: 0 };
}

/** One timer for both limits; it is set anew only when it fires. */
function limitReached(work: CommandWork, lastOutputAt: () => number): { reached: Promise<Ended>; forget: () => void } {
  const { request, stopped } = work;
  const timeLimitAt = performance.now() + request.timeLimitMs;
  let forget = (): void => undefined;
  const reached = new Promise<Ended>((resolve) => {
    let timer: NodeJS.Timeout;
    const cancel = (): void => resolve('cancelled');
    const check = (): void => {
      const now = performance.now();
      const idleAt = lastOutputAt() + request.idleLimitMs;
      if (now >= timeLimitAt) resolve('timeLimit');
      else if (now >= idleAt) resolve('idleLimit');
      else timer = setTimeout(check, Math.min(timeLimitAt, idleAt, now + longestTimerMs) - now + 1);
    };
    forget = () => {
      clearTimeout(timer);
      for (const signal of [request.signal, stopped]) signal.removeEventListener('abort', cancel);
    };
    for (const signal of [request.signal, stopped]) signal.addEventListener('abort', cancel);
    if (request.signal.aborted || stopped.aborted) cancel();
    check();
  });
  return { reached, forget };
}

/** Longer timers overflow in Node and fire at once. */
const longestTimerMs = 2 ** 31 - 2;

async function collected(
  capture: OutputCapture,
  left: number,
  blobs: Blobs,
): Promise<{ output: string; outputBlob: string | null }> {
  const whole = capture.whole();
  const outputBlob = whole === null ? null : await blobs.put(whole);
  const processes = left === 1 ? '1 background process' : `${left} background processes`;
  const note =
    left === 0
      ? ''
      : `\n[Longhaul ended ${processes} that the command left running; what must stay up is started as a service.]\n`;
  return { output: capture.inline() + note, outputBlob };
}
