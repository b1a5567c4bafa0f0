export interface OutputLimits {
  /** Kept inline, head and tail together. */
  maxInlineBytes: number;
  /** Kept in memory for the whole output; what comes between is dropped. */
  maxStoredBytes: number;
}

export interface OutputCapture {
  add(chunk: Uint8Array): void;
  readonly bytes: number;
  /** As a person reads it: control characters shown as text, colours removed; when long, head and tail with a line between. */
  inline(): string;
  /** The bytes as they came, up to the limit, when `inline` had to leave some out; else null. */
  whole(): Uint8Array | null;
}

/** Most commands say little. */
const blockBytes = 8 * 1024;

/** Collects output in bounded memory, whatever amount comes. */
export function outputCapture(limits: OutputLimits): OutputCapture {
  const tailBytes = Math.floor(limits.maxInlineBytes / 2);
  const headBytes = Math.max(limits.maxStoredBytes, limits.maxInlineBytes) - tailBytes;
  const head = byteList(headBytes);
  const tail = byteRing(tailBytes);
  let bytes = 0;
  return {
    get bytes() {
      return bytes;
    },
    add(chunk) {
      bytes += chunk.length;
      const room = headBytes - head.length();
      head.add(chunk.subarray(0, room));
      if (chunk.length > room) tail.add(chunk.subarray(room));
    },
    inline() {
      if (bytes <= limits.maxInlineBytes) return printable(Buffer.concat([head.slice(0, head.length()), tail.join()]));
      const start = wholeCharacters(head.slice(0, limits.maxInlineBytes - tailBytes));
      const beforeTail = head.slice(Math.max(0, head.length() - (tailBytes - tail.length())), head.length());
      const end = fromCharacterStart(Buffer.concat([beforeTail, tail.join()]));
      const leftOut = bytes - start.length - end.length;
      return `${printable(start)}\n[… ${leftOut} bytes left out …]\n${printable(end)}`;
    },
    whole() {
      if (bytes <= limits.maxInlineBytes) return null;
      const dropped = bytes - head.length() - tail.length();
      const gap = dropped === 0 ? '' : `\n[… ${dropped} bytes were not kept …]\n`;
      return Buffer.concat([head.slice(0, head.length()), Buffer.from(gap), tail.join()]);
    },
  };
}

/** Text as it may be shown: no terminal sequences, other control characters as \xNN, lines ended by a line feed. */
function printable(bytes: Uint8Array): string {
  return printableText(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
}

export function printableText(text: string): string {
  const plain = text.includes('\u001b') ? text.replace(terminalSequences, '') : text;
  return plain
    .replace(/\r+\n?/gu, '\n')
    .replace(unprintable, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

const escape = '\\u001b';
const terminalSequences = new RegExp(
  `${escape}\\[[0-?]*[ -/]*[@-~]|${escape}\\][^\\u0007\\u001b]{0,2000}(?:\\u0007|${escape}\\\\)|${escape}[()][0-9A-Za-z]`,
  'gu',
);
const unprintable = new RegExp('[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]', 'gu');

/** Grows block by block, so that a million small pieces cost no more than one large one. */
function byteList(maxBytes: number): {
  add(chunk: Uint8Array): void;
  slice(start: number, end: number): Buffer;
  length(): number;
} {
  const blocks: Buffer[] = [];
  let used = 0;
  return {
    length: () => used,
    slice(start, end) {
      const firstBlock = Math.floor(start / blockBytes);
      const covering = blocks.slice(firstBlock, Math.ceil(end / blockBytes));
      return Buffer.concat(covering).subarray(start - firstBlock * blockBytes, end - firstBlock * blockBytes);
    },
    add(chunk) {
      let rest = chunk;
      while (rest.length > 0) {
        const offset = used % blockBytes;
        if (offset === 0) blocks.push(Buffer.allocUnsafe(Math.min(blockBytes, maxBytes - used)));
        const block = blocks.at(-1);
        const part = rest.subarray(0, (block?.length ?? 0) - offset);
        if (part.length === 0) return;
        block?.set(part, offset);
        used += part.length;
        rest = rest.subarray(part.length);
      }
    },
  };
}

/** Keeps the last `size` bytes. */
function byteRing(size: number): { add(chunk: Uint8Array): void; join(): Buffer; length(): number } {
  let ring = Buffer.alloc(0);
  let next = 0;
  let filled = 0;
  return {
    length: () => filled,
    join: () =>
      filled < size ? ring.subarray(0, filled) : Buffer.concat([ring.subarray(next), ring.subarray(0, next)]),
    add(chunk) {
      if (ring.length === 0) ring = Buffer.alloc(size);
      const last = chunk.subarray(Math.max(0, chunk.length - size));
      const first = Math.min(last.length, size - next);
      ring.set(last.subarray(0, first), next);
      ring.set(last.subarray(first), 0);
      next = size === 0 ? 0 : (next + last.length) % size;
      filled = Math.min(size, filled + last.length);
    },
  };
}

function wholeCharacters(bytes: Buffer): Buffer {
  let end = bytes.length;
  for (let back = 1; back <= Math.min(4, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (isContinuation(byte)) continue;
    if (byte >= 0xc0 && back < lengthOfCharacter(byte)) end = bytes.length - back;
    break;
  }
  return bytes.subarray(0, end);
}

function fromCharacterStart(bytes: Buffer): Buffer {
  let start = 0;
  while (start < Math.min(3, bytes.length) && isContinuation(bytes[start] ?? 0)) start += 1;
  return bytes.subarray(start);
}

function isContinuation(byte: number): boolean {
  return byte >= 0x80 && byte < 0xc0;
}

function lengthOfCharacter(firstByte: number): number {
  if (firstByte >= 0xf0) return 4;
  return firstByte >= 0xe0 ? 3 : 2;
}
