import type { ModelFacts, ModelPrice } from '../../ports/model.ts';
import { isObject, numberAt, textAt, type JsonObject } from './jsonShape.ts';
import table from './prices.json' with { type: 'json' };

/** How a model is told how hard to think: not at all, by a token budget, or by an effort level (with or without a switch). */
export type ReasoningControl = 'none' | 'budget' | 'adaptive' | 'effort';

export interface KnownModel extends ModelFacts {
  /** Null for a model that is not in the table. */
  reasoning: ReasoningControl | null;
}

export type ModelTable = (model: string) => KnownModel;

export interface ModelTableOptions {
  /**
   * Entries that come before the built-in ones: `{ "model-name-prefix": { "contextTokens", "maxOutputTokens", "reasoning",
   * "price": { "input", "cacheRead", "cacheWrite", "output", "asOf" } | null } }`; what an entry leaves out is taken from
   * the built-in table. Prices are US dollars per million tokens.
   */
  overrides?: unknown;
  /** Context window of a model that is not in the table. */
  defaultContextTokens?: number;
}

export type ModelTableResult = { ok: true; table: ModelTable } | { ok: false; problem: string };

interface Entry {
  prefix: string;
  facts: Partial<KnownModel>;
}

const REASONING: readonly string[] = ['none', 'budget', 'adaptive', 'effort'];
const DEFAULT_CONTEXT_TOKENS = 128_000;
const DEFAULT_OUTPUT_TOKENS = 16_000;

/** The facts about models, by the longest prefix of the model's name; the problem is a sentence for the user. */
export function modelTable(options: ModelTableOptions = {}): ModelTableResult {
  const builtIn = readEntries(table.models);
  if (!builtIn.ok) throw new Error(`prices.json: ${builtIn.problem}`);
  const own = readEntries(options.overrides ?? {});
  if (!own.ok) return { ok: false, problem: `The prices and facts of models cannot be read: ${own.problem}.` };
  const unknown: KnownModel = {
    contextTokens: options.defaultContextTokens ?? DEFAULT_CONTEXT_TOKENS,
    maxOutputTokens: DEFAULT_OUTPUT_TOKENS,
    price: null,
    reasoning: null,
  };
  const found = new Map<string, KnownModel>();
  const find = (model: string): KnownModel => {
    const known = { ...unknown, ...facts(longest(builtIn.entries, model)), ...facts(longest(own.entries, model)) };
    found.set(model, known);
    return known;
  };
  return { ok: true, table: (model) => found.get(model) ?? find(model) };
}

function longest(entries: Entry[], model: string): Entry | null {
  const matching = entries.filter(({ prefix }) => model.startsWith(prefix));
  return matching.sort((a, b) => b.prefix.length - a.prefix.length)[0] ?? null;
}

function facts(entry: Entry | null): Partial<KnownModel> {
  if (!entry) return {};
  return entry.facts;
}

type EntriesResult = { ok: true; entries: Entry[] } | { ok: false; problem: string };

function readEntries(value: unknown): EntriesResult {
  if (!isObject(value)) return { ok: false, problem: 'expected an object from model names to facts' };
  const entries: Entry[] = [];
  for (const [prefix, written] of Object.entries(value)) {
    const entry = readEntry(prefix, written);
    if (typeof entry === 'string') return { ok: false, problem: `"${prefix}": ${entry}` };
    entries.push(entry);
  }
  return { ok: true, entries };
}

function readEntry(prefix: string, written: unknown): Entry | string {
  if (!isObject(written)) return 'expected an object';
  const found: Partial<KnownModel> = {};
  const entry: Entry = { prefix, facts: found };
  for (const key of ['contextTokens', 'maxOutputTokens'] as const) {
    if (!(key in written)) continue;
    const tokens = numberAt(written, key);
    if (tokens === null || tokens <= 0) return `${key} must be a number of tokens above 0`;
    found[key] = tokens;
  }
  if ('reasoning' in written) {
    const reasoning = asReasoning(textAt(written, 'reasoning'));
    if (!reasoning) return `reasoning must be one of ${REASONING.join(', ')}`;
    found.reasoning = reasoning;
  }
  if (!('price' in written)) return entry;
  const price = written['price'] === null ? null : readPrice(written['price']);
  if (typeof price === 'string') return price;
  found.price = price;
  return entry;
}

function asReasoning(value: string | null): ReasoningControl | null {
  return value === 'none' || value === 'budget' || value === 'adaptive' || value === 'effort' ? value : null;
}

function readPrice(written: unknown): ModelPrice | string {
  if (!isObject(written)) return 'price must be null or an object with input, cacheRead, cacheWrite, output and asOf';
  const asOf = textAt(written, 'asOf');
  if (!asOf || !/^\d{4}-\d{2}-\d{2}$/.test(asOf)) return 'price.asOf must be a date such as 2026-01-31';
  const input = dollars(written, 'input');
  const cacheRead = dollars(written, 'cacheRead');
  const cacheWrite = dollars(written, 'cacheWrite');
  const output = dollars(written, 'output');
  if (input === null || cacheRead === null || cacheWrite === null || output === null)
    return 'price.input, cacheRead, cacheWrite and output must be US dollars per million tokens, 0 or more';
  return { input, cacheRead, cacheWrite, output, asOf };
}

function dollars(price: JsonObject, key: string): number | null {
  const amount = numberAt(price, key);
  return amount !== null && amount >= 0 ? amount : null;
}
