import { allOf, fileText, first, section } from '../briefText.ts';
import {
  apiAssertions,
  pageAssertions,
  readmeAssertion,
  repeatedTagAssertion,
  shelfAssertions,
} from '../mission/contract.ts';
import { isKnownGoal, isSample, playable, suggestedGoal } from '../mission/goal.ts';
import { features, milestones, skills } from '../mission/plan.ts';
import {
  decisions,
  greeting,
  manifest,
  notes,
  planSummary,
  questions,
  researchTasks,
  reviewFocuses,
  scoutTasks,
  statedRequirements,
  understood,
} from '../mission/scope.ts';
import type { Call, Outcome, Script } from '../script.ts';
import { call, take } from '../script.ts';

const goOn = 'Propose the same plan again';
const stop = 'No, change nothing';
const yes = `Yes, play “${suggestedGoal}” instead`;
const farewell = `${playable} I change nothing and propose nothing. Choose another model for the orchestrator, or begin a mission with that goal on a copy of the sample.`;

/** From the goal to a proposed plan, if goal and repository are those that the rehearsal knows. */
export function* scoping(brief: string, { notices }: { notices: readonly string[] }): Script {
  const goal = first(brief, /^The user's goal: (.*)$/m);
  const isFirst = !brief.includes('Scoping goes on from what is recorded');
  if (!isFirst && brief.includes(farewell)) return farewell;
  const [listing, manifestFile] = yield* answersOf(
    take(
      'I read the repository first.',
      call('list_folder', { path: '.', depth: 3 }),
      call('read_file', { path: 'package.json' }),
      call('read_file', { path: 'README.md' }),
    ),
  );
  if (!isSample(listing ?? '', fileText(manifestFile ?? ''))) return yield* refuse(false);
  if (!isKnownGoal(goal) && !isRecorded('R0', brief)) {
    const refused = yield* refuse(true);
    if (refused !== '') return refused;
    yield* take('I write down that another goal is played.', call('record_requirement', replacedGoal(goal)));
  }
  if (!isFirst) {
    const [problems] = yield* answersOf(
      take('I look at what is recorded.', call('read_mission', { part: 'problems', id: null })),
    );
    if (problems?.startsWith('Nothing is missing') === true) return yield* proposeAgain(brief, notices);
  }
  yield* understand(brief);
  yield* prepare();
  yield* writeContract();
  return yield* writePlan(notices);
}

function isRecorded(requirement: string, brief: string): boolean {
  return new RegExp(`^- ${requirement}\\b`, 'm').test(section(brief, 'Requirements'));
}

function replacedGoal(goal: string): { id: string; text: string; binding: boolean } {
  return {
    id: 'R0',
    text: `The user agreed that “${suggestedGoal}” is rehearsed instead of “${goal.slice(0, 600)}”.`,
    binding: true,
  };
}

function* answersOf(step: Script<Outcome>): Script<string[]> {
  const { answers } = yield* step;
  return answers.map(({ text }) => text);
}

/** Says what can be played; an empty result says that the user wants just that. */
function* refuse(canPlayHere: boolean): Script {
  const question = canPlayHere
    ? `${playable} This is the sample, but the goal is another one. Shall I play that goal instead?`
    : `${playable} This repository is not the sample. What shall I do?`;
  const [, answer] = yield* answersOf(
    take(
      'This is nothing that I can play.',
      call('say', { text: playable }),
      call('ask_user', { questions: [{ question, options: canPlayHere ? [stop, yes] : [stop] }] }),
    ),
  );
  if (canPlayHere && /→ yes\b/i.test(answer ?? '')) return '';
  yield* take('I change nothing.', call('say', { text: farewell }));
  return farewell;
}

/** A plan that is whole already: after a comment, a message or a problem with the base. */
function* proposeAgain(brief: string, notices: readonly string[]): Script {
  const causes = section(brief, 'What you have to deal with').trim();
  const isOnlyTheGoal = allOf(causes, /^- \[([^\]\s]+)\]/gm).every((id) => id === 'goal');
  if (isOnlyTheGoal) return yield* propose(notices);
  const question = `${playable} So I cannot take up what was said (${causes.slice(0, 300)}). Shall I propose the same plan again?`;
  const [answer] = yield* answersOf(
    take(
      'The plan is whole; I cannot make another one.',
      call('ask_user', { questions: [{ question, options: [stop, goOn] }] }),
    ),
  );
  if (!/→ (?:propose|yes)\b/i.test(answer ?? '')) {
    yield* take('I change nothing.', call('say', { text: farewell }));
    return farewell;
  }
  return yield* propose(notices);
}

function* understand(brief: string): Script<null> {
  yield* take(
    'I write down what the goal says.',
    call('enter_phase', { phase: 'understanding' }),
    call('say', { text: greeting }),
    ...statedRequirements.map((requirement) => call('record_requirement', requirement)),
  );
  yield* sendAll('Two researchers read for me.', researchTasks, (tasks) => [call('research', { tasks })]);
  if (questions.every(({ id }) => isRecorded(id, brief))) return null;
  const asked = questions.map(({ question, options }) => ({ question, options }));
  const [, answer] = yield* answersOf(
    take(
      'Two things only the user can decide.',
      call('say', { text: understood }),
      call('ask_user', { questions: asked }),
    ),
  );
  yield* take('I record the answers.', ...questions.flatMap((question) => recordAnswer(question, answer ?? '')));
  return null;
}

/** What is played is what the first option says; any other answer is written down beside it, so that nobody is misled. */
function recordAnswer({ id, question, options, played }: (typeof questions)[number], answers: string) {
  const after = answers.split(question)[1] ?? '';
  const answer = first(after, /^\s*→ (.*)$/m);
  const requirement = call('record_requirement', { id, text: played, binding: options[0] === answer });
  if (options.includes(answer)) return [requirement];
  const text = `Asked “${question}” the user said “${answer.slice(0, 600)}”; played is: ${played}`;
  return [
    requirement,
    call('record_decision', { text, reason: playable }),
    call('say', { text: `I wrote your answer down, but I am scripted: ${played}` }),
  ];
}

function* prepare(): Script<null> {
  yield* take(
    'Architecture, boundaries, credentials and test strategy.',
    call('enter_phase', { phase: 'architecture' }),
    ...decisions.map((decision) => call('record_decision', decision)),
    call('enter_phase', { phase: 'boundaries' }),
    ...notes.map((note) => call('write_knowledge', note)),
    call('enter_phase', { phase: 'credentials' }),
    call('enter_phase', { phase: 'testStrategy' }),
    call('write_services', manifest),
  );
  yield* sendAll('Two scouts try it in a scratch clone.', scoutTasks, (tasks) => [
    call('enter_phase', { phase: 'readiness' }),
    call('scout', { tasks }),
  ]);
  return null;
}

function* writeContract(): Script<null> {
  yield* take(
    'I write the contract, area by area.',
    call('write_assertions', { assertions: apiAssertions, answers: [] }),
    call('write_assertions', { assertions: pageAssertions, answers: [] }),
    call('write_assertions', { assertions: [...shelfAssertions, readmeAssertion], answers: [] }),
  );
  const reviews = yield* sendAll('Two fresh reviewers attack it.', reviewFocuses, (focuses) => [
    call('review_contract', { focuses }),
  ]);
  const points = [...reviews.matchAll(/^(P\d+-\d+) (\w+)(?: VAL-\S+)?: (.*)$/gm)];
  const aboutRepetition = points.filter(([, , kind, text]) => kind === 'missing' && /\btwice\b/.test(text ?? ''));
  const others = points.filter((point) => !aboutRepetition.includes(point));
  const settled = others.map(([, id = '', , text = '']) =>
    call('record_decision', { text: `${id} is not taken up: ${text}`, reason: playable }),
  );
  const answers = aboutRepetition.map(([, id = '']) => id);
  yield* take(
    'I settle what they found.',
    call('write_assertions', { assertions: [repeatedTagAssertion], answers }),
    ...settled,
  );
  // Without a point that it answers, the addition needs a review of its own.
  if (answers.length === 0)
    yield* take('One more review of what was added.', call('review_contract', { focuses: reviewFocuses.slice(0, 1) }));
  return null;
}

function* writePlan(notices: readonly string[]): Script {
  yield* take(
    'I cut the work into milestones and features.',
    call('enter_phase', { phase: 'milestones' }),
    call('write_milestones', { milestones }),
    ...skills.map((skill) => call('write_skill', skill)),
    call('write_features', { features, place: 'back' }),
    call('read_mission', { part: 'problems', id: null }),
  );
  return yield* propose(notices);
}

function* propose(notices: readonly string[]): Script {
  const messages = notices.flatMap((notice) => allOf(notice, /^\[message:\S+\] The user says: (.*)$/gm));
  const said = messages.map((text) =>
    call('say', { text: `${playable} So I cannot take up “${text.slice(0, 500)}”.` }),
  );
  const proposal = call('propose_plan', { summary: planSummary });
  const { answers } = yield* take('The plan is ready for approval.', ...said, proposal);
  return `The plan was not taken: ${answers.at(-1)?.text ?? ''} ${playable}`;
}

const mostTries = 3;

/** Sends the tasks, and again those whose run died; gives the results in one text. */
function* sendAll<Task>(say: string, tasks: readonly Task[], send: (left: readonly Task[]) => Call[]): Script {
  let left = tasks;
  let results = '';
  for (let tries = 0; left.length > 0 && tries < mostTries; tries += 1) {
    const { answers } = yield* take(tries === 0 ? say : 'Some gave no result; once more.', ...send(left));
    const text = answers.at(-1)?.text ?? '';
    results += `${text}\n\n`;
    const lost = allOf(text, /^Task (\d+) gave no result/gm).map((place) => Number(place) - 1);
    left = left.filter((_task, place) => lost.includes(place));
  }
  return results;
}
