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
  mission: { type: 'string' },
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
  json: { type: 'boolean' },
  'no-browser': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

export type OptionValues = Record<string, string | boolean | (string | boolean)[] | undefined>;
export type Parsed<T> = { ok: true; value: T } | { ok: false; problem: string };

const microDollarsPerDollar = 1_000_000;
const msPerMinute = 60_000;

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

/** Budgets of the mission from --budget (US dollars), --budget-tokens and --budget-minutes. */
export function readBudgets(values: OptionValues): Parsed<Budgets> {
  const dollars = positive(values, 'budget');
  const tokens = positive(values, 'budget-tokens');
  const minutes = positive(values, 'budget-minutes');
  if (!dollars.ok) return dollars;
  if (!tokens.ok) return tokens;
  if (!minutes.ok) return minutes;
  const none = { microDollars: null, tokens: null, milliseconds: null };
  const mission = {
    microDollars: dollars.value === null ? null : Math.round(dollars.value * microDollarsPerDollar),
    tokens: tokens.value === null ? null : Math.round(tokens.value),
    milliseconds: minutes.value === null ? null : Math.round(minutes.value * msPerMinute),
  };
  return { ok: true, value: { mission, milestone: none, run: none } };
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

/** Models by role: the defaults of the providers that are available, then each --model in its order. */
export function readModels(values: OptionValues, isAvailable: (provider: string) => boolean): Parsed<RoleModels> {
  const models = new Map<Role, ModelChoice>(
    Object.entries(chooseModels(isAvailable) ?? {}).map(([role, choice]) => [role as Role, choice]),
  );
  for (const text of listOption(values, 'model')) {
    const [name = '', wanted] = text.includes('=') ? text.split('=', 2) : ['', text];
    const choice = readChoice(wanted ?? '');
    if (!choice) return { ok: false, problem: `--model "${text}" cannot be read. ${modelHelp}` };
    const chosen = name === '' ? roles : roles.filter((role) => role === name);
    if (chosen.length === 0)
      return { ok: false, problem: `--model "${text}": there is no role "${name}". Roles: ${roles.join(', ')}.` };
    for (const role of chosen) models.set(role, choice);
  }
  const missing = roles.filter((role) => !models.has(role));
  if (missing.length === 0) return { ok: true, value: Object.fromEntries(models) as RoleModels };
  return {
    ok: false,
    problem: `No model for ${missing.join(', ')}. Set ANTHROPIC_API_KEY or OPENAI_API_KEY, or name one: --model provider/model (a local server: --model compatible/NAME --base-url URL; to watch without a key: --model rehearsal/scripted).`,
  };
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
