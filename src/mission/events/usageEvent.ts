import type { z } from 'zod';
import { runEvents } from './runs.ts';

const fields = 'run call inputTokens cacheReadTokens cacheWriteTokens outputTokens microDollars known'.split(' ');
const stampFieldCount = 4;

/** As soon as the schema knows other fields, it alone decides. */
const isWholeSchema = Object.keys(runEvents.usageRecorded.shape).sort().join() === fields.toSorted().join();

interface UsageEvent {
  seq: number;
  at: number;
  author: 'runner';
  body: { type: 'usageRecorded' } & z.infer<typeof runEvents.usageRecorded>;
}

/**
 * True only for what the schemas would pass unchanged. Four events of five are usage, and reading a long journal by
 * schemas would be mostly this one.
 */
export function isUsageEvent(value: unknown): value is UsageEvent {
  if (!isWholeSchema || !isRecord(value) || !isRecord(value['body'])) return false;
  const { seq, at, author, body } = value;
  if (author !== 'runner' || body['type'] !== 'usageRecorded') return false;
  return areNumbers(seq, at) && countFields(value) === stampFieldCount && isUsage(body);
}

function isUsage(body: Record<string, unknown>): boolean {
  const { run, call, inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, microDollars, known } = body;
  if (!areNumbers(run, call) || !areNumbers(inputTokens, outputTokens)) return false;
  if (!areNumbers(cacheReadTokens, cacheWriteTokens) || typeof known !== 'boolean') return false;
  return (microDollars === null || Number.isFinite(microDollars)) && countFields(body) === fields.length + 1;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function areNumbers(one: unknown, other: unknown): boolean {
  return Number.isFinite(one) && Number.isFinite(other);
}

function countFields(value: object): number {
  let count = 0;
  for (const field in value) if (Object.hasOwn(value, field)) count += 1;
  return count;
}
