import type { RunLogEntry } from '../../ports/runLog.ts';

export interface RecordedCommand {
  command: string;
  exitCode: number | null;
}

// Only the first and the last line are Longhaul's own; what lies between is what the command printed.
const exitCodeLine = /^exit code (\d+)/;
const changedNote = /\n\[changed: (\[.*\])\]$/;
const editingTools = ['edit_file', 'write_file', 'delete_file', 'move_file'];

/** Appended to a command's result, so that what it changed stands in the run log. */
export function changedFilesNote(paths: readonly string[]): string | null {
  return paths.length === 0 ? null : `changed: ${JSON.stringify(paths)}`;
}

function pathsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, path]) =>
    ['path', 'from', 'to'].includes(key) && typeof path === 'string' ? [path] : [],
  );
}

/** What a run log says of the commands a worker ran, as Longhaul executed them, and of the paths it changed. */
export function workRecord(entries: readonly RunLogEntry[]): { commands: RecordedCommand[]; paths: string[] } {
  const results = new Map(
    entries.flatMap((entry) => (entry.type === 'toolResult' ? [[entry.callId, entry] as const] : [])),
  );
  const commands: RecordedCommand[] = [];
  const paths = new Set<string>();
  for (const entry of entries) {
    if (entry.type !== 'toolIntent') continue;
    const { call } = entry;
    const text = results.get(call.id)?.text ?? '';
    if (editingTools.includes(call.name)) for (const path of pathsIn(call.input)) paths.add(path);
    if (call.name !== 'run_command') continue;
    for (const path of changedPaths(text)) paths.add(path);
    const command = commandOf(call.input);
    const exitCode = exitCodeLine.exec(text)?.[1];
    if (command !== null) commands.push({ command, exitCode: exitCode === undefined ? null : Number(exitCode) });
  }
  return { commands, paths: [...paths] };
}

function commandOf(input: unknown): string | null {
  return typeof input === 'object' && input !== null && 'command' in input && typeof input.command === 'string'
    ? input.command
    : null;
}

function changedPaths(text: string): string[] {
  const list = changedNote.exec(text)?.[1];
  if (list === undefined) return [];
  const parsed: unknown = JSON.parse(list);
  return Array.isArray(parsed) ? parsed.filter((path) => typeof path === 'string') : [];
}
