import { reasonsByRole } from '../../../src/mission/defaultModels.ts';
import type { ModelChoice, RoleModels } from '../../../src/mission/role.ts';
import { roles } from '../../../src/mission/role.ts';
import type { WindowState } from '../../../src/protocol/toWebview.ts';

export const rehearsal: ModelChoice = { provider: 'rehearsal', model: 'scripted', effort: null };

const everywhere = Object.fromEntries(roles.map((role) => [role, rehearsal])) as RoleModels;

/** A window in which everything is in order, with what a scene changes. */
export function windowState(changes: Partial<WindowState> = {}): WindowState {
  return {
    problem: null,
    folder: '/home/reader/shelf',
    missions: [],
    providers: [
      {
        provider: 'anthropic',
        title: 'Anthropic',
        problem: 'Anthropic has no key. Store one with “Set up models”.',
        models: [
          { model: 'claude-opus-4-5', title: 'Claude Opus 4.5' },
          { model: 'claude-haiku-4-5', title: 'Claude Haiku 4.5' },
        ],
        takesKey: true,
      },
      {
        provider: 'rehearsal',
        title: 'Rehearsal',
        problem: null,
        models: [{ model: 'scripted', title: 'Scripted, offline' }],
        takesKey: false,
      },
    ],
    defaults: { models: everywhere, reasons: reasonsByRole() },
    suggestedGoal: 'Let me tag books and filter the shelf by tag',
    rehearsal,
    sandbox: 'off',
    awaySince: null,
    notice: null,
    ...changes,
  };
}
