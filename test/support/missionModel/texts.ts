import type { AssertionText, Expectation } from '../../../src/mission/artefacts/contract.ts';
import type { Handoff, ReportedFinding } from '../../../src/mission/artefacts/handoff.ts';
import type { FeatureText } from '../../../src/mission/artefacts/plan.ts';
import type { ServicesManifest } from '../../../src/mission/artefacts/services.ts';
import { roles } from '../../../src/mission/role.ts';
import type { ModelChoice, RoleModels } from '../../../src/mission/role.ts';

export const choice: ModelChoice = { provider: 'rehearsal', model: 'scripted', effort: null };
export const roleModels: RoleModels = Object.fromEntries(roles.map((role) => [role, choice])) as RoleModels;
export const noBudget = { microDollars: null, tokens: null, milliseconds: null };

const surfaces = ['browser', 'http', 'command', 'document'] as const;

function expectationsOf(surface: AssertionText['surface'], number: number): Expectation[] {
  const text: Expectation = { kind: 'text', value: `Saved ${String(number)}` };
  if (surface === 'http') return [{ kind: 'status', value: '201' }, text];
  if (surface === 'command') return [{ kind: 'exitCode', value: '0' }];
  return surface === 'browser' ? [text, { kind: 'absent', value: 'Sorry' }] : [text];
}

/** An assertion that is judgeable by itself; the surface goes by its number. */
export function assertionText(number: number, version = 1): AssertionText {
  const surface = surfaces[number % surfaces.length] ?? 'browser';
  const isServed = surface === 'browser' || surface === 'http';
  return {
    id: `VAL-PAGE-${String(number).padStart(3, '0')}`,
    title: `Thing ${String(number)} is saved`,
    behaviour: `Version ${String(version)}: saving answers 201 or exits with 0, says "Saved ${String(number)}" and never "Sorry".`,
    failsIf: 'The words are not there.',
    surface,
    service: isServed ? 'web' : null,
    expectations: expectationsOf(surface, number),
    command: surface === 'command' ? `save ${String(number)}` : null,
    intent: 'new',
    requirements: ['R1'],
  };
}

export function featureText(
  id: string,
  milestone: string,
  more: { claims?: string[]; repairs?: string[]; dependsOn?: string[]; skill?: string } = {},
): FeatureText {
  return {
    id,
    milestone,
    title: `Feature ${id}`,
    description: 'Make the thing that the assertions describe.',
    preconditions: [],
    expectedBehaviour: ['It is saved.'],
    skill: more.skill ?? 'backend',
    claims: more.claims ?? [],
    fixes: { findings: more.repairs ?? [], assertions: [] },
    dependsOn: more.dependsOn ?? [],
  };
}

export const manifest: ServicesManifest = {
  setup: ['npm ci'],
  gates: [
    { name: 'test', kind: 'test', command: 'npm test', timeLimitMinutes: 5, report: { format: 'tap' } },
    { name: 'lint', kind: 'lint', command: 'npm run lint', timeLimitMinutes: 5, report: null },
  ],
  services: [{ name: 'web', start: 'node server.js', healthPath: '/', startLimitSeconds: 30 }],
};

export function finding(severity: ReportedFinding['severity']): ReportedFinding {
  return { severity, summary: 'Something is wrong', detail: 'Seen by trying it.', file: 'src/save.js', line: 3 };
}

export function handoff(feature: string, undone: string[], findings: ReportedFinding[]): Handoff {
  return {
    feature,
    summary: 'Built it, with tests first, and tried it by hand.',
    implemented: ['saving'],
    undone,
    commands: [],
    checks: [],
    tests: [],
    findings,
    procedure: { followed: true, deviations: [] },
  };
}
