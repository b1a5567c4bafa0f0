const encoder = new TextEncoder();
const written = new WeakMap<object, Uint8Array<ArrayBuffer>>();
const [comma, end] = [encoder.encode(','), encoder.encode(']}')];

/**
 * The JSON of a request with one long list as its last field, in bytes. A history only grows: what is the same object as
 * in an earlier request is not written again, so that a turn costs what it adds. The objects must never change.
 */
export function requestBytes(rest: object, name: string, list: readonly object[]): Uint8Array<ArrayBuffer> {
  const parts = [encoder.encode(`${JSON.stringify(rest).slice(0, -1)},${JSON.stringify(name)}:[`)];
  for (const [index, item] of list.entries()) {
    if (index > 0) parts.push(comma);
    parts.push(bytesOf(item));
  }
  return joined([...parts, end]);
}

function bytesOf(item: object): Uint8Array<ArrayBuffer> {
  const known = written.get(item);
  if (known) return known;
  const bytes = encoder.encode(JSON.stringify(item));
  written.set(item, bytes);
  return bytes;
}

function joined(parts: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
