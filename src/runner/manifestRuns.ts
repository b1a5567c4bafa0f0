import type { GateResult } from '../mission/artefacts/reports.ts';
import type { ManifestGate } from '../mission/artefacts/services.ts';
import { countTests, judgeGate } from '../mission/testReport.ts';
import type { CommandResult } from '../ports/shell.ts';
import type { Workspace } from '../ports/workspaces.ts';
import type { Carrier } from './carrier.ts';

const millisecondsPerMinute = 60_000;
const junitBytes = 20_000_000;

/** Runs one command of the manifest or the contract on behalf of code, in a clone. */
export async function runInClone(
  { engine, stop }: Carrier,
  workspace: Workspace,
  { command, timeLimitMs }: { command: string; timeLimitMs?: number },
): Promise<CommandResult> {
  const { maxCommandTimeMs, commandIdleMs, maxToolResultBytes } = engine.limits;
  const limit = timeLimitMs ?? maxCommandTimeMs;
  return workspace.shell.run({
    command,
    folder: '.',
    timeLimitMs: limit,
    idleLimitMs: commandIdleMs,
    maxOutputBytes: maxToolResultBytes,
    environment: {},
    signal: stop.signal,
  });
}

/** Runs `setup` in order; stops at the first command that fails. */
export async function runSetup(
  carrier: Carrier,
  workspace: Workspace,
): Promise<{ ok: boolean; output: string | null }> {
  for (const command of carrier.state.services?.setup ?? []) {
    const result = await runInClone(carrier, workspace, { command });
    if (result.exitCode !== 0) return { ok: false, output: `${command}\n${result.output}` };
  }
  return { ok: true, output: null };
}

async function wholeOutput(carrier: Carrier, result: CommandResult): Promise<string> {
  const whole = result.outputBlob === null ? null : await carrier.ground.blobs.text(result.outputBlob);
  return whole ?? result.output;
}

async function runGate(carrier: Carrier, workspace: Workspace, gate: ManifestGate): Promise<GateResult> {
  const result = await runInClone(carrier, workspace, {
    command: gate.command,
    timeLimitMs: gate.timeLimitMinutes * millisecondsPerMinute,
  });
  const output = await wholeOutput(carrier, result);
  const junitFile = gate.report?.format === 'junit' ? await workspace.files.read(gate.report.file, junitBytes) : null;
  const counts = countTests(gate, output, junitFile?.ok === true ? junitFile.value : null);
  const base = carrier.state.baseCheck?.gates.find((candidate) => candidate.name === gate.name) ?? null;
  const raw = {
    name: gate.name,
    kind: gate.kind,
    command: gate.command,
    exitCode: result.exitCode,
    ended: result.ended,
    ...counts,
    output: await carrier.ground.blobs.put(output),
  };
  return { ...raw, ...judgeGate(raw, base) };
}

/** Runs every gate of the manifest, one after the other. */
export async function runGates(carrier: Carrier, workspace: Workspace): Promise<GateResult[]> {
  const results: GateResult[] = [];
  for (const gate of carrier.state.services?.gates ?? []) results.push(await runGate(carrier, workspace, gate));
  return results;
}
