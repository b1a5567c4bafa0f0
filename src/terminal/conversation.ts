import type { PreparedAnswer } from '../mission/preparedAnswers.ts';
import { liveAssertions, liveFeatures } from '../mission/plan.ts';
import type { AskState, MissionState } from '../mission/state.ts';
import type { Mission } from '../runner/missions.ts';
import type { TerminalIo } from './terminalIo.ts';

export interface Prepared {
  /** Approve the plan and take each question's first option without asking. */
  yes: boolean;
  answers: readonly PreparedAnswer[];
}

async function answerOne(
  question: AskState['questions'][number],
  { yes, answers }: Prepared,
  io: TerminalIo,
): Promise<string | null> {
  const prepared = answers.find((candidate) =>
    question.question.toLowerCase().includes(candidate.question.toLowerCase()),
  );
  if (prepared) return prepared.answer;
  if (yes) return question.options[0] ?? 'Decide as you think best, and record the decision.';
  const options = question.options.map((option, place) => `  ${String(place + 1)}. ${option}`);
  const typed = await io.ask([question.question, ...options, 'Number or your own words: '].join('\n'));
  if (typed === null) return null;
  return question.options[Number(typed) - 1] ?? typed;
}

/** Asks the person (or the prepared answers) what the orchestrator asked; false when nobody can answer. */
export async function answerQuestions(
  mission: Mission,
  ask: string,
  how: { prepared: Prepared; io: TerminalIo },
): Promise<boolean> {
  const asked = mission.state.asks[ask];
  if (!asked) return false;
  const answers: string[] = [];
  for (const question of asked.questions) {
    const answer = await answerOne(question, how.prepared, how.io);
    if (answer === null || answer.trim() === '') return false;
    answers.push(answer);
    how.io.out(`You: ${answer}`);
  }
  const said = await mission.answer(ask, answers);
  if (!said.ok) how.io.error(said.why);
  return said.ok;
}

function range([low, high]: readonly [number, number], digits = 0): string {
  return `${low.toFixed(digits)}–${high.toFixed(digits)}`;
}

/** The plan as a person reads it before approving. */
export function planCard(state: MissionState): string {
  const { proposal, baseCheck } = state;
  const milestones = state.milestoneOrder.flatMap((id) => {
    const text = state.milestones[id]?.text;
    const features = liveFeatures(state).filter((feature) => feature.text.milestone === id);
    return [
      `${id} ${text?.title ?? ''}`,
      ...features.map(
        ({ text: feature }) => `   ${feature.id} ${feature.title} — ${feature.claims.join(', ') || 'no claims'}`,
      ),
    ];
  });
  const untried = liveAssertions(state).filter(({ text }) => text.command === null).length;
  const red = baseCheck?.gates.filter((gate) => gate.exitCode !== 0).map((gate) => gate.name) ?? [];
  const estimate = proposal?.estimate;
  return [
    'PLAN',
    proposal?.summary ?? '',
    ...milestones,
    `Contract: ${String(liveAssertions(state).length)} assertions (${String(untried)} not tried on the base: they have no command)`,
    ...liveAssertions(state).map(({ text }) => `   ${text.id} ${text.title}`),
    `Models: ${Object.entries(state.models)
      .map(([role, choice]) => `${role} ${choice.provider}/${choice.model}`)
      .join(', ')}`,
    ...(red.length === 0 ? [] : [`Red on the base already: ${red.join(', ')}`]),
    estimate
      ? `Estimate: ${range(estimate.runs)} runs, ${range(estimate.minutes)} minutes, ${range([estimate.tokens[0] / 1e6, estimate.tokens[1] / 1e6], 1)} M tokens, ${estimate.cost ? `$${range(estimate.cost, 2)}` : 'price not known'}`
      : '',
    'Sandbox: off. Commands of agents run with your rights; they are confined by the tool layer only.',
  ].join('\n');
}

/** Shows the plan and takes the decision; false when nobody can decide. */
export async function decideOnPlan(
  mission: Mission,
  { prepared, io }: { prepared: Prepared; io: TerminalIo },
): Promise<boolean> {
  io.out(planCard(mission.state));
  const typed = prepared.yes ? 'y' : await io.ask('Approve? y, or say what should be different: ');
  if (typed === null || typed.trim() === '') return false;
  const said = /^(y|yes|approve)$/i.test(typed.trim()) ? await mission.approve() : await mission.reject(typed);
  if (!said.ok) io.error(said.why);
  return said.ok;
}
