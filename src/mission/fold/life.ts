import type { EventBody } from '../events/event.ts';
import type { lifeEvents } from '../events/life.ts';
import { attemptsInARow } from '../scope.ts';
import { addCause } from './addCause.ts';
import type { Reducers } from './reducers.ts';
import { resolve } from './seeFinding.ts';

export const lifeReducers: Reducers<keyof typeof lifeEvents> = {
  missionCreated(state, body) {
    const { missionId, goal, folder, baseBranch, baseCommit, models, budgets, sandbox, scripted } = body;
    Object.assign(state, {
      missionId,
      goal,
      folder,
      baseBranch,
      baseCommit,
      models,
      budgets,
      sandbox,
      scripted,
      phase: 'scoping',
    });
    addCause(state, { id: 'goal', kind: 'goal', text: goal });
  },
  userSaid(state, body, stamp) {
    state.chat.push({ at: stamp.at, from: 'user', text: body.text });
    state.failedTurns = 0;
    addCause(state, { id: `message:${body.message}`, kind: 'message', text: body.text });
  },
  orchestratorSaid(state, body, stamp) {
    state.chat.push({ at: stamp.at, from: 'orchestrator', text: body.text });
  },
  orchestratorAsked(state, body, stamp) {
    const { ask, run, questions } = body;
    state.asks[ask] = { ask, run, questions, askedAt: stamp.at, answers: null, answeredAt: null };
  },
  userAnswered(state, body, stamp) {
    const ask = state.asks[body.ask];
    if (!ask) return;
    ask.answers = body.answers;
    ask.answeredAt = stamp.at;
    state.failedTurns = 0;
    const isInRun = state.runs[ask.run]?.ended === null;
    if (isInRun) return;
    const text = ask.questions
      .map((question, place) => `${question.question} → ${body.answers[place] ?? ''}`)
      .join('\n');
    addCause(state, { id: `answer:${body.ask}`, kind: 'answer', text });
  },
  planProposed(state, body) {
    state.proposal = { summary: body.summary, estimate: body.estimate, planVersion: state.versions.plan };
    state.phase = 'awaitingApproval';
    state.causes = state.causes.filter((cause) => !body.causes.includes(cause.id));
  },
  baseChecked(state, body, stamp) {
    state.baseCheck = body;
    const wrong = body.assertions.filter((check) => {
      const intent = state.assertions[check.id]?.text.intent;
      return intent === 'new' ? check.holds : !check.holds;
    });
    if (body.setup.ok && wrong.length === 0) return;
    const parts = wrong.map((check) =>
      check.holds
        ? `${check.id} (new) already holds on the untouched base, so it proves nothing: sharpen it or make it preserve`
        : `${check.id} (preserve) does not hold on the untouched base: correct its command or expectations. ${seenOnBase(check)}`,
    );
    // A plan that fails on the base counts like a turn that failed, so that planning cannot go round in circles.
    state.failedTurns += 1;
    if (!body.setup.ok) parts.unshift('a setup command of the services manifest fails on the untouched base');
    addCause(state, { id: `base:${String(stamp.seq)}`, kind: 'baseProblem', text: parts.join('; ') });
    if (state.approvedPlanVersion === null) state.phase = 'scoping';
  },
  planApproved(state, body) {
    state.approvedPlanVersion = body.planVersion;
    state.failedTurns = 0;
    state.phase = 'running';
  },
  planRejected(state, body, stamp) {
    state.phase = 'scoping';
    state.failedTurns = 0;
    state.chat.push({ at: stamp.at, from: 'user', text: body.comment });
    addCause(state, { id: `rejected:${String(stamp.seq)}`, kind: 'planRejected', text: body.comment });
  },
  missionBegun(state, body) {
    state.branch = body.branch;
    state.head = body.base;
  },
  missionPaused(state, body) {
    state.pause = { reason: body.reason, detail: body.detail, goesOn: body.goesOn, until: body.until };
  },
  missionResumed(state, body) {
    const { pause } = state;
    state.pause = null;
    if (body.by !== 'user' || !pause) return;
    // The user's "go on" grants a fresh set of tries for what had used them up.
    if (pause.reason === 'stalled') {
      Object.assign(state, { failedTurns: 0, deadValidators: {} });
      state.attemptsForgiven += attemptsInARow(state);
      for (const milestone of Object.values(state.milestones)) milestone.roundsForgiven = milestone.rounds.length;
    }
    if (pause.reason === 'attemptsUsedUp')
      for (const feature of Object.values(state.features)) feature.failedAttempts = 0;
    if (pause.reason === 'decisionNeeded') for (const item of Object.values(state.items)) item.survivedFixes = 0;
  },
  missionCompleted(state) {
    const hasException = Object.values(state.assertions).some(
      (assertion) => assertion.overridden !== null && assertion.removed === null,
    );
    const hasWaivedItem = Object.values(state.items).some(
      (item) => item.fate?.fate === 'dismiss' && item.fate.agreedBy === 'user',
    );
    state.phase = hasException || hasWaivedItem ? 'completedWithExceptions' : 'completed';
  },
  missionAbandoned(state) {
    state.phase = 'abandoned';
    state.pause = null;
  },
  modelChanged(state, body) {
    state.models = { ...state.models, [body.role]: body.choice };
    // A run keeps the model it began with, unless it cannot use it: then it goes on with the new one.
    const isUnusable = state.pause?.reason === 'modelSetup' || state.pause?.reason === 'noMoney';
    for (const open of state.openRuns) {
      const run = state.runs[open];
      if (run?.role === body.role && (isUnusable || run.failuresInARow > 0)) run.choice = body.choice;
    }
  },
  budgetsChanged(state, body) {
    state.budgets = body.budgets;
  },
  overrideGiven(state, body) {
    const assertion = state.assertions[body.id];
    if (body.kind === 'assertion' && assertion) {
      assertion.overridden = body.reason;
      for (const finding of Object.values(state.items))
        if (finding.origin.kind === 'assertion' && finding.origin.assertion === body.id) resolve(state, finding);
    }
    const item = state.items[body.id];
    if (body.kind === 'item' && item) {
      item.fate = { fate: 'dismiss', reason: body.reason, agreedBy: 'user' };
      resolve(state, item);
    }
  },
};

function seenOnBase({ exitCode, unseen = [], output = '' }: EventBody<'baseChecked'>['assertions'][number]): string {
  const missing = unseen.map(({ kind, value }) => `${kind} "${value}"`).join(', ');
  return `Not seen: ${missing}. It ended with ${exitCode ?? 'no exit code'} and gave: ${output === '' ? '(nothing)' : output}`;
}
