import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';

/*
 * A line is `crc32 in 8 hex digits`, a mark, the record in UTF-8, a line break. The mark is a space on the first line of
 * a group (the lines that share one write and one sync), `+` on those that follow in it. A group begins only after the
 * one before it is synced. So a bad line before nothing but `+` lines is a group that a crash has torn and nobody was
 * promised; a bad line before a later group was promised, and is damage.
 */
const FIRST_OF_GROUP = 0x20;
const LATER_IN_GROUP = 0x2b;
const CHECKSUM_DIGITS = 8;
const RECORD_OFFSET = CHECKSUM_DIGITS + 1;
const LINE_BREAK = 0x0a;
const BYTES_PER_TURN = 4 * 1024 * 1024;
const BYTES_PER_PIECE = 256 * 1024;

/** The bytes of one group. Records hold no line breaks. */
export function encodeGroup(records: readonly string[]): Buffer {
  const lines = records.map((record, index) => {
    const checksum = crc32(record).toString(16).padStart(CHECKSUM_DIGITS, '0');
    return `${checksum}${index === 0 ? ' ' : '+'}${record}\n`;
  });
  return Buffer.from(lines.join(''));
}

/** Bytes that a record takes in a file. */
export function lineBytes(record: string): number {
  return RECORD_OFFSET + Buffer.byteLength(record) + 1;
}

export interface ScannedLines {
  records: string[];
  /** Where the intact lines end, in bytes. */
  goodEnd: number;
  /** The first line that is not intact, counted from 1; `damaged` when records that were promised stand on or after it. */
  bad: { line: number; damaged: boolean } | null;
}

/** Checks every line. Gives the event loop a turn every few MB. */
export async function scanLines(bytes: Buffer): Promise<ScannedLines> {
  const records: string[] = [];
  let start = 0;
  let turnEnds = BYTES_PER_TURN;
  while (start < bytes.length) {
    const end = endOfPiece(bytes, start);
    if (end === start) break;
    takeRecords(bytes.toString('utf8', start, end), records);
    start = end;
    if (start > turnEnds) {
      await setImmediate();
      turnEnds = start + BYTES_PER_TURN;
    }
  }
  if (start === bytes.length) return { records, goodEnd: start, bad: null };
  return { records, goodEnd: start, bad: { line: records.length + 1, damaged: isFollowedByGroup(bytes, start) } };
}

/** Where the intact lines from `start` on end, or those of one piece of text. */
function endOfPiece(bytes: Buffer, start: number): number {
  const pieceEnds = start + BYTES_PER_PIECE;
  let end = start;
  while (end < pieceEnds) {
    const lineBreak = bytes.indexOf(LINE_BREAK, end);
    if (lineBreak === -1 || !isIntact(bytes, end, lineBreak)) break;
    end = lineBreak + 1;
  }
  return end;
}

/** Parts of one text, which cost less to make and to keep than a text each. */
function takeRecords(lines: string, records: string[]): void {
  let start = 0;
  while (start < lines.length) {
    const end = lines.indexOf('\n', start);
    records.push(lines.slice(start + RECORD_OFFSET, end));
    start = end + 1;
  }
}

/** The record of a line that stands alone in its file, null where it is not intact. */
export function decodeOnlyLine(bytes: Buffer): string | null {
  const end = bytes.indexOf(LINE_BREAK);
  if (end === -1 || end !== bytes.length - 1 || !isIntact(bytes, 0, end)) return null;
  return bytes.toString('utf8', RECORD_OFFSET, end);
}

function isFollowedByGroup(bytes: Buffer, badStart: number): boolean {
  let end = bytes.indexOf(LINE_BREAK, badStart);
  while (end !== -1) {
    const start = end + 1;
    end = bytes.indexOf(LINE_BREAK, start);
    if (end !== -1 && bytes[start + CHECKSUM_DIGITS] === FIRST_OF_GROUP && isIntact(bytes, start, end)) return true;
  }
  return false;
}

function isIntact(bytes: Buffer, start: number, end: number): boolean {
  const record = start + RECORD_OFFSET;
  if (record > end) return false;
  const mark = bytes[record - 1];
  if (mark !== FIRST_OF_GROUP && mark !== LATER_IN_GROUP) return false;
  return checksumAt(bytes, start) === crc32(bytes.subarray(record, end));
}

/** -1 where there are no eight lower-case hex digits. */
function checksumAt(bytes: Buffer, start: number): number {
  let value = 0;
  for (let index = start; index < start + CHECKSUM_DIGITS; index += 1) {
    const byte = bytes[index] ?? 0;
    const digit = byte <= 0x39 ? byte - 0x30 : byte - 0x57;
    if (digit < 0 || digit > 15 || (byte > 0x39 && digit < 10)) return -1;
    value = value * 16 + digit;
  }
  return value;
}
