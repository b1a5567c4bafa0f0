import type { ModelChoice, Role, RoleModels } from './role.ts';
import { roles } from './role.ts';

export interface DefaultModel {
  role: Role;
  /** Models by provider, the first whose provider is available is taken. */
  choices: ModelChoice[];
  reason: string;
}

const opus: ModelChoice = { provider: 'anthropic', model: 'claude-opus-5-5', effort: 'high' };
const sonnet: ModelChoice = { provider: 'anthropic', model: 'claude-sonnet-5-5', effort: 'medium' };
const gpt: ModelChoice = { provider: 'openai', model: 'gpt-6.1-sol', effort: 'medium' };
const gptHigh: ModelChoice = { ...gpt, effort: 'high' };

const planner = [opus, gptHigh];
const writer = [sonnet, gpt];
/** From another family than the worker where one is available (product.md section 6, rule 8). */
const checker = [gpt, sonnet];

/** Defaults by role, with the reason that is shown beside them. */
const defaultModels: readonly DefaultModel[] = [
  { role: 'orchestrator', choices: planner, reason: 'the strongest slow reasoner: planning needs care' },
  { role: 'researcher', choices: writer, reason: 'fast and fluent in code' },
  { role: 'scout', choices: writer, reason: 'fast, good with tools' },
  { role: 'worker', choices: writer, reason: 'fast and fluent in code' },
  {
    role: 'scrutiny',
    choices: checker,
    reason: 'a precise follower of instructions, from another family than the worker if there is one',
  },
  {
    role: 'reviewer',
    choices: checker,
    reason: 'a precise follower of instructions, from another family than the worker if there is one',
  },
  {
    role: 'userTester',
    choices: checker,
    reason: 'a precise follower of instructions, from another family than the worker if there is one',
  },
  {
    role: 'flowTester',
    choices: checker,
    reason: 'a precise follower of instructions, from another family than the worker if there is one',
  },
];

/** The models of all roles from the providers that can be used; null where none can. */
export function chooseModels(isAvailable: (provider: string) => boolean): RoleModels | null {
  const entries = defaultModels.flatMap(({ role, choices }) => {
    const choice = choices.find((candidate) => isAvailable(candidate.provider));
    return choice ? [[role, choice] as const] : [];
  });
  return entries.length === roles.length ? (Object.fromEntries(entries) as RoleModels) : null;
}

/** Why each role has the default it has. */
export function reasonsByRole(): Record<Role, string> {
  return Object.fromEntries(defaultModels.map(({ role, reason }) => [role, reason])) as Record<Role, string>;
}
