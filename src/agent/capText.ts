const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** `text`, or its head and tail with a note between them where it is longer than `maxBytes` (UTF-8; the note comes on top). */
export function capText(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes) return text;
  const bytes = encoder.encode(text);
  if (bytes.length <= maxBytes) return text;
  const headEnd = characterStart(bytes, Math.ceil((maxBytes * 2) / 3));
  const tailStart = characterStart(bytes, bytes.length - Math.floor(maxBytes / 3));
  const note = `\n[… ${tailStart - headEnd} of ${bytes.length} bytes left out here; ask for a smaller part …]\n`;
  return decoder.decode(bytes.subarray(0, headEnd)) + note + decoder.decode(bytes.subarray(tailStart));
}

/** The nearest place at or before `index` where a character begins. */
function characterStart(bytes: Uint8Array, index: number): number {
  let start = index;
  while (start > 0 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  return start;
}
