import type { ModelChoice } from '../../src/mission/role.ts';
import type { WindowState } from '../../src/protocol/toWebview.ts';

/** A model's name for people, its own where the provider tells none. */
export function modelTitle({ provider, model }: ModelChoice, window: WindowState): string {
  const found = window.providers.find((candidate) => candidate.provider === provider);
  return found?.models.find((candidate) => candidate.model === model)?.title ?? model;
}

/** `Claude Opus 4.5, high`. */
export function modelWithEffort(choice: ModelChoice, window: WindowState): string {
  return `${modelTitle(choice, window)}${choice.effort === null ? '' : `, ${choice.effort}`}`;
}
