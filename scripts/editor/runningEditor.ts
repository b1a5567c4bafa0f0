import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { answers } from './editorServer.ts';

const recordSchema = z.object({
  url: z.string(),
  /** The process of npm start, which Ctrl+C or a signal ends with all that it started. */
  processId: z.number(),
  asksForTrust: z.boolean(),
});
export type RunningEditor = z.infer<typeof recordSchema>;

/** The editor that another npm start carries at this place; null where there is none, or where it no longer answers. */
export async function findRunningEditor(home: string): Promise<RunningEditor | null> {
  const file = recordOf(home);
  if (!existsSync(file)) return null;
  const record = recordSchema.safeParse(parsed(readFileSync(file, 'utf8')));
  return record.success && (await answers(record.data.url)) ? record.data : null;
}

export function recordRunningEditor(home: string, running: RunningEditor): void {
  writeFileSync(recordOf(home), JSON.stringify(running));
}

export function forgetRunningEditor(home: string): void {
  rmSync(recordOf(home), { force: true });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function recordOf(home: string): string {
  return path.join(home, 'running.json');
}
