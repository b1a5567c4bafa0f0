import type { TranscriptEntry } from '../../protocol/toWebview.ts';
import type { RunLogEntry } from '../../ports/runLog.ts';

function entriesOf(entry: RunLogEntry): TranscriptEntry[] {
  switch (entry.type) {
    case 'opened':
      return entry.prefix.brief.map((text) => ({ kind: 'brief', text }));
    case 'modelResult': {
      const { turn, at, message } = entry;
      const calls = message.calls.map(({ id, name, input, malformed }): TranscriptEntry => ({
        kind: 'call',
        turn,
        at,
        call: id,
        name,
        input: malformed ?? JSON.stringify(input, null, 2),
      }));
      return message.text.trim() === '' ? calls : [{ kind: 'says', turn, at, text: message.text }, ...calls];
    }
    case 'toolResult':
      return [
        {
          kind: 'result',
          turn: entry.turn,
          at: entry.at,
          call: entry.callId,
          text: entry.text,
          isError: entry.isError,
        },
      ];
    case 'notice':
      return [{ kind: 'notice', turn: entry.turn, at: entry.at, text: entry.text }];
    case 'modelIntent':
    case 'toolIntent':
    case 'result':
      return [];
  }
}

/** What a run saw and said, for people. */
export function transcriptOf(entries: readonly RunLogEntry[]): TranscriptEntry[] {
  return entries.flatMap(entriesOf);
}
