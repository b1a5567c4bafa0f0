import type { AttemptState, MissionState } from './state.ts';

const shortCommit = 10;

function list(title: string, lines: readonly string[]): string {
  return `## ${title}\n\n${lines.length === 0 ? 'None.' : lines.map((line) => `- ${line}`).join('\n')}`;
}

/** An attempt with its handoff beside what code saw of it (Markdown); null where nothing was handed off. */
export function attemptReport(state: MissionState, attempt: AttemptState): string | null {
  const { handoff, judged, feature, commit } = attempt;
  if (!handoff) return null;
  const title = state.features[feature]?.text.title ?? '';
  const verdict = judged === null ? 'not judged yet' : judged.accepted ? 'accepted' : 'not accepted';
  return [
    `# Handoff of ${feature}, attempt ${attempt.attempt}: ${title}`,
    `Run ${attempt.run}, ${verdict}, ${commit === null ? 'no commit' : `commit ${commit.slice(0, shortCommit)}`}.`,
    handoff.summary,
    ...(judged && judged.reasons.length > 0 ? [list('Why code did not accept it as it is', judged.reasons)] : []),
    list('Implemented', handoff.implemented),
    list('Undone', handoff.undone),
    list(
      'Commands, as the worker tells it',
      handoff.commands.map(({ command, exitCode, seen }) => `\`${command}\` → ${exitCode}: ${seen}`),
    ),
    list(
      'Commands, as Longhaul ran them',
      (judged?.commands ?? []).map(({ command, exitCode }) => `\`${command}\` → ${exitCode ?? 'stopped'}`),
    ),
    list(
      'Checks by hand',
      handoff.checks.map(({ action, observed }) => `${action} → ${observed}`),
    ),
    list(
      'Tests',
      handoff.tests.map(({ file, name, change }) => `${change}: ${name} (${file})`),
    ),
    list(
      'Findings',
      handoff.findings.map(({ severity, summary, file, line }) => {
        const place = file === null ? '' : ` (${file}${line === null ? '' : `:${line}`})`;
        return `${severity}: ${summary}${place}`;
      }),
    ),
    list('Deviations from the procedure', handoff.procedure.deviations),
    list('Files', attempt.files),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The report of the attempt that a run made, or null. */
export function handoffReport(state: MissionState, run: number): string | null {
  const attempts = Object.values(state.features).flatMap((feature) => feature.attempts);
  const attempt = attempts.find((candidate) => candidate.run === run);
  return attempt ? attemptReport(state, attempt) : null;
}
