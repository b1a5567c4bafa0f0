const encoder = new TextEncoder();
const end = encoder.encode(']}');
const LEAST_BYTES = 16 * 1024;

/** The JSON of a list without its brackets, in bytes. */
interface Written {
  items: object[];
  /** Where each item ends in `bytes`. */
  ends: number[];
  bytes: Uint8Array<ArrayBuffer>;
}

/** By the first item of the list. */
const histories = new WeakMap<object, Written>();

/**
 * The JSON of a request with one long list as its last field, in bytes. A history only grows: what begins with the same
 * objects as the last request of that history is not written again, nor is a field that is the same object, so that a turn
 * costs what it adds. The objects must never change.
 */
export function requestBytes(rest: object, name: string, list: readonly object[]): Uint8Array<ArrayBuffer> {
  const fields = Object.entries(rest).filter(([, value]) => value !== undefined);
  const written = fields.map(([field, value]) => `${JSON.stringify(field)}:${textOf(value)},`).join('');
  const head = encoder.encode(`{${written}${JSON.stringify(name)}:[`);
  const items = write(list);
  const whole = new Uint8Array(head.length + items.length + end.length);
  whole.set(head);
  whole.set(items, head.length);
  whole.set(end, head.length + items.length);
  return whole;
}

const texts = new WeakMap<object, string>();

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  texts.set(value, text);
  return text;
}

function write(list: readonly object[]): Uint8Array<ArrayBuffer> {
  const [first] = list;
  if (first === undefined) return new Uint8Array(0);
  const written = histories.get(first) ?? { items: [], ends: [], bytes: new Uint8Array(LEAST_BYTES) };
  histories.set(first, written);
  const { items, ends } = written;
  const different = items.findIndex((item, index) => item !== list[index]);
  const same = different === -1 ? items.length : different;
  items.length = same;
  ends.length = same;
  for (const item of list.slice(same)) {
    const start = ends.at(-1) ?? 0;
    const bytes = encoder.encode(`${start === 0 ? '' : ','}${JSON.stringify(item)}`);
    makeRoom(written, start + bytes.length);
    written.bytes.set(bytes, start);
    items.push(item);
    ends.push(start + bytes.length);
  }
  return written.bytes.subarray(0, ends.at(-1));
}

function makeRoom(written: Written, length: number): void {
  if (length <= written.bytes.length) return;
  const larger = new Uint8Array(Math.max(length, 2 * written.bytes.length));
  larger.set(written.bytes);
  written.bytes = larger;
}
