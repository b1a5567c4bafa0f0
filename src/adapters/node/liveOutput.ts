import { printableText } from './outputCapture.ts';

/** The most that is passed on at once; of more, the live view gets the end. */
const maxPieceCharacters = 16_000;

/** Passes output on as text while it comes, gathered for `intervalMs`, so that fast output does not drown the listener. */
export function liveOutput(
  tell: (text: string) => void,
  intervalMs: number,
): { add(chunk: Uint8Array): void; end(): void } {
  const decoder = new TextDecoder('utf-8');
  let waiting = '';
  let toldAt = -Infinity;
  let timer: NodeJS.Timeout | null = null;
  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (waiting === '') return;
    const piece = printableText(waiting);
    waiting = '';
    toldAt = performance.now();
    tell(piece);
  };
  return {
    add(chunk) {
      waiting = (waiting + decoder.decode(chunk, { stream: true })).slice(-maxPieceCharacters);
      const dueInMs = toldAt + intervalMs - performance.now();
      if (dueInMs <= 0) flush();
      else timer ??= setTimeout(flush, dueInMs);
    },
    end() {
      waiting += decoder.decode();
      flush();
    },
  };
}
