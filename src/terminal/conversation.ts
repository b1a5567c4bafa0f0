import type { PreparedAnswer } from '../mission/preparedAnswers.ts';
import type { AskState } from '../mission/state.ts';
import type { Mission } from '../runner/missions.ts';
import { oneLine } from '../wording/oneLine.ts';
import { layOut } from './layOut.ts';
import { planCard } from './planCard.ts';
import type { Screen } from './screen.ts';
import type { TerminalIo } from './terminalIo.ts';

export interface Prepared {
  /** Approve the plan and take each question's first option without asking. */
  yes: boolean;
  answers: readonly PreparedAnswer[];
}

/** Who is there to answer: prepared answers, and the person at the terminal. */
export interface Partner {
  prepared: Prepared;
  io: TerminalIo;
  screen: Screen;
}

type Question = AskState['questions'][number];

function show({ question, options }: Question, { screen }: Partner): void {
  const lines = layOut('? ', oneLine(question), screen.columns());
  screen.say('', ...lines.map((line) => screen.paint('strong', line)));
  for (const [place, option] of options.entries())
    screen.say(...layOut(`  ${place + 1}  `, oneLine(option), screen.columns()));
}

function preparedAnswer({ question, options }: Question, { yes, answers }: Prepared): string | null {
  const found = answers.find((candidate) => question.toLowerCase().includes(candidate.question.toLowerCase()));
  if (found) return found.answer;
  return yes ? (options[0] ?? 'Decide as you think best, and record the decision.') : null;
}

async function typedAnswer({ options }: Question, { io }: Partner): Promise<string | null> {
  const prompt = options.length === 0 ? 'Your answer: ' : 'Number, or your own words: ';
  const typed = (await io.ask(prompt))?.trim() ?? '';
  return typed === '' ? null : (options[Number(typed) - 1] ?? typed);
}

/** Asks the person (or the prepared answers) what the orchestrator asked; false when nobody answers all of it. */
export async function answerQuestions(mission: Mission, ask: string, partner: Partner): Promise<boolean> {
  const questions = mission.state.asks[ask]?.questions ?? [];
  const answers: string[] = [];
  for (const [place, question] of questions.entries()) {
    show(question, partner);
    const answer = preparedAnswer(question, partner.prepared) ?? (await typedAnswer(question, partner));
    if (answer === null) {
      for (const left of questions.slice(place + 1)) show(left, partner);
      return false;
    }
    answers.push(answer);
  }
  const said = await mission.answer(ask, answers);
  if (!said.ok) partner.io.error(said.why);
  return said.ok;
}

/** Shows the plan and takes the decision; false when nobody decides. */
export async function decideOnPlan(mission: Mission, { prepared, io, screen }: Partner): Promise<boolean> {
  screen.say(...planCard(mission.state, screen.columns()));
  const typed = prepared.yes ? 'y' : ((await io.ask('Approve? y, or say what should be different: '))?.trim() ?? '');
  if (typed === '') return false;
  const said = /^(y|yes|approve)$/i.test(typed) ? await mission.approve() : await mission.reject(typed);
  if (!said.ok) io.error(said.why);
  return said.ok;
}
