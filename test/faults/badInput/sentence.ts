import assert from 'node:assert/strict';
import type { ProcessEnd } from '../../support/commandLine/longhaul.ts';

/** A refusal for people: its code, nothing on standard output, and on standard error a sentence without a stack trace. */
export function assertRefusal(end: ProcessEnd, code: number, sentence: RegExp): void {
  assert.match(end.err, sentence);
  assert.equal(end.code, code, end.err);
  assert.equal(end.out, '');
  assertForPeople(end.err);
}

/** No trace, no internals, and few lines. */
export function assertForPeople(text: string): void {
  assert.doesNotMatch(text, /^\s+at /m);
  assert.doesNotMatch(text, /node:internal|undefined|\[object|Longhaul has a defect/);
  assert.ok(text.trim().split('\n').length <= 3, text);
}
