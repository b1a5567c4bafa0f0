import type { AssertionText } from '../../mission/artefacts/contract.ts';
import type { FeatureText } from '../../mission/artefacts/plan.ts';
import { liveAssertions, liveFeatures } from '../../mission/plan.ts';
import type { AssertionState, ItemState, MissionState } from '../../mission/state.ts';

/** How the artefacts of a mission read in briefs and tool results. */

function list(lines: readonly string[], empty: string): string {
  return lines.length === 0 ? empty : lines.map((line) => `- ${line}`).join('\n');
}

export function requirementsText(state: MissionState): string {
  const live = Object.values(state.requirements).filter((requirement) => requirement.dropped === null);
  return list(
    live.map(({ id, text, binding }) => `${id}${binding ? ' (binding)' : ''}: ${text}`),
    'None recorded yet.',
  );
}

export function decisionsText(state: MissionState): string {
  return list(
    state.decisions.map(({ text, reason }) => `${text} (because ${reason})`),
    'None.',
  );
}

export function knowledgeText(state: MissionState): string {
  const topics = [...new Set(state.knowledge.map((note) => note.topic))];
  if (topics.length === 0) return 'None yet.';
  return topics
    .map(
      (topic) =>
        `### ${topic}\n${state.knowledge.flatMap((note) => (note.topic === topic ? [note.text] : [])).join('\n\n')}`,
    )
    .join('\n\n');
}

export function servicesText(state: MissionState): string {
  const { services } = state;
  if (!services) return 'None written yet.';
  const setup = services.setup.map((command) => `setup: ${command}`);
  const gates = services.gates.map((gate) => `gate ${gate.name} (${gate.kind}): ${gate.command}`);
  const running = services.services.map(
    (service) => `service ${service.name}: ${service.start} (health ${service.healthPath ?? 'open port'})`,
  );
  return list([...setup, ...gates, ...running], 'Empty.');
}

export function assertionText({
  id,
  title,
  behaviour,
  failsIf,
  surface,
  service,
  expectations,
  command,
  intent,
}: AssertionText): string {
  const where = service === null ? surface : `${surface} on service ${service}`;
  const lines = [
    `${id} ${title} [${intent}, ${where}]`,
    `  behaviour: ${behaviour}`,
    `  fails if: ${failsIf}`,
    ...(command === null
      ? []
      : [behaviour.includes(command) ? '  command: that of the behaviour' : `  command: ${command}`]),
    `  expectations: ${expectations.map(({ kind, value }) => `${kind} ${JSON.stringify(value)}`).join('; ')}`,
  ];
  return lines.join('\n');
}

export function verdictText(assertion: AssertionState): string {
  const { text, status, stale, last } = assertion;
  const reasons = last && status !== 'passed' && last.reasons.length > 0 ? `: ${last.reasons.join('; ')}` : '';
  return `${text.id} ${text.title}: ${stale ? 'stale (passed before later commits)' : status}${reasons}`;
}

export function contractText(state: MissionState): string {
  const live = liveAssertions(state);
  return live.length === 0 ? 'Empty.' : live.map(({ text }) => assertionText(text)).join('\n');
}

export function contractSummary(state: MissionState): string {
  return list(liveAssertions(state).map(verdictText), 'Empty.');
}

export function featureText(feature: FeatureText): string {
  const { id, title, milestone, skill, description, preconditions, expectedBehaviour, claims, fixes, dependsOn } =
    feature;
  const lines = [`${id} ${title} [${milestone}, skill ${skill}]`, description];
  if (preconditions.length > 0) lines.push(`Preconditions:\n${list(preconditions, '')}`);
  lines.push(`Expected behaviour:\n${list(expectedBehaviour, '')}`);
  if (claims.length > 0) lines.push(`Claims: ${claims.join(', ')}`);
  if (fixes.findings.length + fixes.assertions.length > 0)
    lines.push(`Fixes: ${[...fixes.findings, ...fixes.assertions].join(', ')}`);
  if (dependsOn.length > 0) lines.push(`Depends on: ${dependsOn.join(', ')}`);
  return lines.join('\n');
}

export function planText(state: MissionState): string {
  const milestones = state.milestoneOrder.flatMap((id) => {
    const milestone = state.milestones[id];
    if (!milestone) return [];
    const seal = milestone.sealedAt === null ? `${String(milestone.rounds.length)} rounds` : 'sealed';
    const features = liveFeatures(state).filter((feature) => feature.text.milestone === id);
    const lines = features.map(({ text, status, failedAttempts }) => {
      const failed = failedAttempts > 0 ? `, ${String(failedAttempts)} failed attempts` : '';
      return `  - ${text.id} ${text.title}: ${status}${failed}; claims ${text.claims.join(', ') || 'nothing'}`;
    });
    return [`${id} ${milestone.text.title} (${seal}): ${milestone.text.outcome}`, ...lines];
  });
  return milestones.length === 0 ? 'No milestones yet.' : milestones.join('\n');
}

export function itemText(item: ItemState): string {
  const { item: id, kind, severity, summary, detail, file, line, feature, origin, survivedFixes } = item;
  const place = file === null ? '' : ` at ${file}${line === null ? '' : `:${String(line)}`}`;
  const of = feature === null ? '' : ` (about ${feature})`;
  const again = survivedFixes > 0 ? ` Still there after ${String(survivedFixes)} fix(es).` : '';
  return `${id} ${kind}, ${severity}, from ${origin.kind} of run ${String(origin.run)}${of}: ${summary}${place}.${again}${detail === '' ? '' : `\n  ${detail.replaceAll('\n', '\n  ')}`}`;
}

/** What every run after scoping shares, in the order that keeps the prompt cache warm: what changes least first. */
export function sharedBrief(state: MissionState, agentsFile: string | null): string {
  const parts = [
    `# Mission\n${state.goal}`,
    `## Requirements\n${requirementsText(state)}`,
    `## Decisions\n${decisionsText(state)}`,
    `## Services manifest\n${servicesText(state)}`,
    `## Knowledge\n${knowledgeText(state)}`,
  ];
  if (agentsFile !== null) parts.push(`## AGENTS.md of the repository (conventions to follow)\n${agentsFile}`);
  return parts.join('\n\n');
}
