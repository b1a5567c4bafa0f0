import type { z } from 'zod';

/** True only for what the schema would pass, and give back as it is; where it is false, the schema decides. */
export type Check = (value: unknown) => boolean;

type Definition = z.core.$ZodTypes['_zod']['def'];
type Rule = z.core.$ZodChecks['_zod']['def'];
type Fields = Readonly<Record<string, Check>>;
type RuleCheck = (value: never) => boolean;

const never: Check = () => false;

/**
 * Reads the schema once and checks many values several times as fast as it does, without copying them: a long journal is
 * read by this. Kinds and rules that it does not know pass nothing. `besides`: fields beyond those of the schema.
 */
export function unchangedBy(schema: z.core.$ZodType, besides: Fields = {}): Check {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const known: readonly string[] | undefined = knownSettings[def.type];
  if (known === undefined || Object.keys(def).some((setting) => !known.includes(setting))) return never;
  const rules = (def.checks ?? []).map((rule) => checkOfRule((rule as z.core.$ZodChecks)._zod.def));
  if (rules.includes(null)) return never;
  const kind = checkOfKind(def, besides);
  const [first, ...others] = rules as Check[];
  if (first === undefined) return kind;
  return (value) => kind(value) && first(value) && others.every((rule) => rule(value));
}

/** With any other setting a schema of that kind does more than its check here. */
const knownSettings: Readonly<Record<string, readonly string[]>> = {
  string: ['type', 'checks'],
  number: ['type', 'checks'],
  boolean: ['type'],
  literal: ['type', 'values'],
  enum: ['type', 'entries'],
  nullable: ['type', 'innerType'],
  array: ['type', 'element', 'checks'],
  object: ['type', 'shape'],
  union: ['type', 'options', 'discriminator', 'inclusive'],
};

function checkOfKind(def: Definition, besides: Fields): Check {
  switch (def.type) {
    case 'string':
      return (value) => typeof value === 'string';
    case 'number':
      return Number.isFinite;
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'literal':
      return among(def.values);
    case 'enum':
      return among(Object.values(def.entries));
    case 'nullable': {
      const inner = unchangedBy(def.innerType);
      return (value) => value === null || inner(value);
    }
    case 'array': {
      const element = unchangedBy(def.element);
      return (value) => Array.isArray(value) && value.every(element);
    }
    case 'object':
      return checkOfFields(def.shape, besides);
    case 'union':
      return checkOfUnion(def);
    default:
      return never;
  }
}

function among(values: readonly unknown[]): Check {
  const all = new Set(values);
  return (value) => all.has(value);
}

function checkOfFields(shape: Readonly<z.core.$ZodShape>, besides: Fields): Check {
  const ofShape = Object.entries(shape).map(([name, schema]): [string, Check] => [name, unchangedBy(schema)]);
  const fields = [...ofShape, ...Object.entries(besides)].map(([name, check]) => ({ name, check }));
  return (value) => {
    if (!isRecord(value) || countFields(value) !== fields.length) return false;
    for (const { name, check } of fields) if (!check(value[name])) return false;
    return true;
  };
}

/** Only unions whose options say by one literal field which of them is meant. */
function checkOfUnion(def: Extract<Definition, { type: 'union' }>): Check {
  const discriminator = 'discriminator' in def ? String(def.discriminator) : null;
  if (discriminator === null) return never;
  const byName = new Map<unknown, Check>();
  for (const option of def.options) {
    const { def: inner } = (option as z.core.$ZodTypes)._zod;
    const name =
      inner.type === 'object' ? (inner.shape[discriminator] as z.core.$ZodTypes | undefined)?._zod.def : null;
    if (name?.type !== 'literal') return never;
    for (const value of name.values) byName.set(value, unchangedBy(option));
  }
  return (value) => isRecord(value) && byName.get(value[discriminator])?.(value) === true;
}

function checkOfRule(rule: Rule): RuleCheck | null {
  switch (rule.check) {
    case 'min_length':
      return ({ length }: { length: number }) => length >= rule.minimum;
    case 'max_length':
      return ({ length }: { length: number }) => length <= rule.maximum;
    case 'greater_than':
    case 'less_than': {
      const { value: limit, inclusive } = rule;
      const sign = rule.check === 'less_than' ? -1 : 1;
      return (value: number) => sign * (value - Number(limit)) > 0 || (inclusive && value === limit);
    }
    case 'number_format':
      return rule.format === 'safeint' ? Number.isSafeInteger : null;
    case 'string_format': {
      const { format, pattern } = rule;
      return format === 'regex' && pattern?.flags === '' ? (value: string) => pattern.test(value) : null;
    }
    default:
      return null;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Of what JSON has made: everything is its own. */
export function countFields(value: object): number {
  let count = 0;
  for (const field in value) count += Number(field !== '');
  return count;
}
