import type { RecordLog } from '../ports/journalStore.ts';
import type { RunLog, RunLogEntry } from '../ports/runLog.ts';

/** A run log over a record log: entries are JSON, in the provider's own form and byte-exact. Checksums vouch for old entries. */
export function runLogOver(log: RecordLog, records: readonly string[]): RunLog {
  return {
    entries: entriesOf(records),
    append: (entry) => log.append(JSON.stringify(entry)),
    close: () => log.close(),
  };
}

export function entriesOf(records: readonly string[]): RunLogEntry[] {
  return records.map((record) => JSON.parse(record) as RunLogEntry);
}

/** The accepted result of a run that ended, or null where it has none. */
export function resultOf(entries: readonly RunLogEntry[]): { result: unknown } | null {
  const found = entries.findLast((entry) => entry.type === 'result');
  return found?.type === 'result' ? { result: found.result } : null;
}
