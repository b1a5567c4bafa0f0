import type { Budgets } from '../mission/events/life.ts';
import { limitsSchema } from '../mission/limits.ts';
import type { Limits } from '../mission/limits.ts';
import { chooseModels } from '../mission/defaultModels.ts';
import type { ModelChoice, Role, RoleModels } from '../mission/role.ts';
import { roles } from '../mission/role.ts';

/** Options of the command line by name. */
export const optionTable = {
  folder: { type: 'string' },
  goal: { type: 'string' },
  yes: { type: 'boolean' },
  answers: { type: 'string' },
  model: { type: 'string', multiple: true },
  'base-url': { type: 'string' },
  budget: { type: 'string' },
  'budget-tokens': { type: 'string' },
  'budget-minutes': { type: 'string' },
  limit: { type: 'string', multiple: true },
  'request-timeout': { type: 'string' },
  prices: { type: 'string' },
  say: { type: 'string' },
  override: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  calls: { type: 'boolean' },
  'no-browser': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

export type OptionValues = Record<string, string | boolean | (string | boolean)[] | undefined>;
export type Parsed<T> = { ok: true; value: T } | { ok: false; problem: string };

const microDollarsPerDollar = 1_000_000;
const msPerMinute = 60_000;
const msPerSecond = 1000;
const minReasonCharacters = 3;

export function textOption(values: OptionValues, name: string): string | null {
  const value = values[name];
  return typeof value === 'string' ? value : null;
}

function listOption(values: OptionValues, name: string): string[] {
  const value = values[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function positive(values: OptionValues, name: string): Parsed<number | null> {
  const text = textOption(values, name);
  if (text === null) return { ok: true, value: null };
  const number = Number(text.replace(/^\$/, ''));
  return Number.isFinite(number) && number > 0
    ? { ok: true, value: number }
    : { ok: false, problem: `--${name} needs a number above 0, not "${text}".` };
}

/** What --budget (US dollars), --budget-tokens and --budget-minutes say; what they don't name is left out. */
export function readBudgets(values: OptionValues): Parsed<Partial<Budgets['mission']>> {
  const dollars = positive(values, 'budget');
  const tokens = positive(values, 'budget-tokens');
  const minutes = positive(values, 'budget-minutes');
  if (!dollars.ok) return dollars;
  if (!tokens.ok) return tokens;
  if (!minutes.ok) return minutes;
  return {
    ok: true,
    value: {
      ...(dollars.value !== null && { microDollars: Math.ceil(dollars.value * microDollarsPerDollar) }),
      ...(tokens.value !== null && { tokens: Math.ceil(tokens.value) }),
      ...(minutes.value !== null && { milliseconds: Math.ceil(minutes.value * msPerMinute) }),
    },
  };
}

/** --request-timeout in milliseconds; null where it is not given. */
export function readTimeoutMs(values: OptionValues): Parsed<number | null> {
  const seconds = positive(values, 'request-timeout');
  return seconds.ok && seconds.value !== null ? { ok: true, value: Math.ceil(seconds.value * msPerSecond) } : seconds;
}

function readChoice(text: string): ModelChoice | null {
  const [provider, ...rest] = text.split('/');
  const [model, effort] = rest.join('/').split('@');
  if (provider === undefined || provider === '' || model === undefined || model === '') return null;
  if (effort === undefined) return { provider, model, effort: null };
  return effort === 'low' || effort === 'medium' || effort === 'high' ? { provider, model, effort } : null;
}

const modelHelp =
  'Write role=provider/model, or provider/model for all roles; an effort may follow as @low, @medium or @high.';

/** --model as it was given: a choice for each role that it names. */
export type ModelOptions = Parsed<Map<Role, ModelChoice>>;

export function readModelOptions(values: OptionValues): ModelOptions {
  const models = new Map<Role, ModelChoice>();
  for (const text of listOption(values, 'model')) {
    const [name = '', wanted] = text.includes('=') ? text.split('=', 2) : ['', text];
    const choice = readChoice(wanted ?? '');
    if (!choice) return { ok: false, problem: `--model "${text}" cannot be read. ${modelHelp}` };
    const chosen = name === '' ? roles : roles.filter((role) => role === name);
    if (chosen.length === 0)
      return { ok: false, problem: `--model "${text}": there is no role "${name}". Roles: ${roles.join(', ')}.` };
    for (const role of chosen) models.set(role, choice);
  }
  return { ok: true, value: models };
}

/** A model for every role: what was given, else the defaults of the providers that are available. */
export function completeModels(
  given: ReadonlyMap<Role, ModelChoice>,
  isAvailable: (provider: string) => boolean,
): Parsed<RoleModels> {
  const models = { ...chooseModels(isAvailable), ...Object.fromEntries(given) };
  const missing = roles.filter((role) => models[role] === undefined);
  if (missing.length === 0) return { ok: true, value: models as RoleModels };
  const who = missing.length === roles.length ? 'There is no model' : `There is no model for ${missing.join(', ')}`;
  return {
    ok: false,
    problem: `${who}: set ANTHROPIC_API_KEY or OPENAI_API_KEY, or name one with --model provider/model (a local server: --model compatible/NAME --base-url URL; to watch without a key: --model rehearsal/scripted).`,
  };
}

/** --override ID=REASON, for an assertion (VAL-…) or an item. */
export function readOverrides(
  values: OptionValues,
): Parsed<{ kind: 'assertion' | 'item'; id: string; reason: string }[]> {
  const overrides = listOption(values, 'override').map((text) => {
    const [, id = '', reason = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    const kind = id.startsWith('VAL-') ? ('assertion' as const) : ('item' as const);
    return { kind, id: id.trim(), reason: reason.trim() };
  });
  const wrong = overrides.find(({ id, reason }) => id === '' || reason.length < minReasonCharacters);
  return wrong === undefined
    ? { ok: true, value: overrides }
    : {
        ok: false,
        problem:
          '--override needs what you accept and why: --override VAL-CART-001="the reason", or an item such as I3.',
      };
}

function limitOf(limits: Limits, name: string): string {
  return String(Object.entries(limits).find(([each]) => each === name)?.[1] ?? '');
}

/** The limits with each --limit name=value put in. */
export function readLimits(values: OptionValues, defaults: Limits): Parsed<Limits> {
  const changed: Record<string, number> = { ...defaults };
  for (const text of listOption(values, 'limit')) {
    const [name = '', value = ''] = text.split('=', 2);
    if (!(name in defaults))
      return {
        ok: false,
        problem: `--limit: there is no limit "${name}". Limits: ${Object.keys(defaults).join(', ')}.`,
      };
    if (value.trim() === '' || !Number.isFinite(Number(value)))
      return {
        ok: false,
        problem: `--limit ${name}=${value}: a limit is a number, such as ${name}=${limitOf(defaults, name)}.`,
      };
    changed[name] = Number(value);
  }
  const parsed = limitsSchema.safeParse(changed);
  return parsed.success
    ? { ok: true, value: parsed.data }
    : {
        ok: false,
        problem: `--limit: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
      };
}
