import type { EventBody, MissionEvent } from '../mission/events/event.ts';
import type { RunSubject } from '../mission/events/runs.ts';
import type { MissionState } from '../mission/state.ts';

const shortCommit = 10;

function about(subject: RunSubject, state: MissionState): string {
  switch (subject.kind) {
    case 'scoping':
      return 'scopes the goal';
    case 'turn':
      return `decides on ${String(subject.causes.length)} matter(s)`;
    case 'attempt':
      return `works on ${subject.feature} ${state.features[subject.feature]?.text.title ?? ''} (attempt ${String(subject.attempt)})`;
    case 'round':
      return `checks ${subject.milestone}, round ${String(subject.round)}`;
    case 'research':
    case 'readiness':
      return subject.task.slice(0, 100);
    case 'contractReview':
      return `reviews the contract: ${subject.focus.slice(0, 80)}`;
    case 'featureReview':
      return `reviews ${subject.feature}`;
    case 'dismissalReview':
      return `judges the dismissal of ${subject.item}`;
    case 'flow':
      return `tests ${subject.assertions.join(', ')}`;
  }
}

function roundLine(body: EventBody): string | null {
  switch (body.type) {
    case 'roundOpened':
      return `Round ${String(body.round)} of ${body.milestone} opens at ${body.commit.slice(0, shortCommit)}: ${String(body.scope.features.length)} feature(s), ${String(body.scope.assertions.length)} assertion(s)`;
    case 'gatesRun':
      return `Gates: ${body.gates.map((gate) => `${gate.name} ${gate.holds ? 'holds' : 'FAILS'} (${gate.why})`).join('; ') || 'none'}`;
    case 'scrutinyJudged':
      return `Scrutiny ${body.passed ? 'passed' : `failed: ${body.reasons.join('; ')}`}`;
    case 'assertionJudged':
      return `  ${body.assertion} ${body.verdict}${body.verdict === 'passed' ? '' : `: ${body.reasons.join('; ')}`}`;
    case 'testingJudged':
      return `User testing ${body.passed ? 'passed' : `failed: ${body.reasons.join('; ')}`}`;
    case 'roundClosed':
      return `Round ${String(body.round)} of ${body.milestone} ${body.result}`;
    case 'milestoneSealed':
      return `Milestone ${body.milestone} sealed`;
    default:
      return null;
  }
}

function workLine(body: EventBody, state: MissionState): string | null {
  switch (body.type) {
    case 'runStarted':
      return `${body.parent ? '  ' : ''}Run ${String(body.run)} ${body.role} (${body.choice.provider}/${body.choice.model}) ${about(body.subject, state)}`;
    case 'runEnded':
      return body.outcome === 'completed' ? null : `Run ${String(body.run)} ended ${body.outcome}: ${body.reason}`;
    case 'attemptJudged':
      return body.accepted
        ? null
        : `Attempt ${String(body.attempt)} of ${body.feature} not accepted: ${body.reasons.join('; ')}`;
    case 'attemptAccepted':
      return `${body.feature} committed as ${body.commit.slice(0, shortCommit)}${body.partial ? ' (partial)' : ''}`;
    case 'itemOpened':
      return `${body.severity} ${body.kind} ${body.item}: ${body.summary}`;
    case 'itemSettled':
      return `${body.item} → ${body.decision.fate}${'feature' in body.decision ? ` ${body.decision.feature}` : ''}`;
    case 'modelCallFailed':
      return `Model call failed (${body.kind}): ${body.message}`;
    case 'actionDenied':
      return `Refused ${body.tool}: ${body.why}`;
    default:
      return roundLine(body);
  }
}

/** One event as a line for people, or null where it says nothing to them. */
export function eventLine({ body }: MissionEvent, state: MissionState): string | null {
  switch (body.type) {
    case 'missionCreated':
      return `Mission ${body.missionId}: ${body.goal}`;
    case 'orchestratorSaid':
      return `Orchestrator: ${body.text}`;
    case 'requirementRecorded':
      return `Requirement ${body.requirement.id}${body.requirement.binding ? ' (binding)' : ''}: ${body.requirement.text}`;
    case 'phaseEntered':
      return `— ${body.phase} —`;
    case 'assertionsWritten':
      return `Contract: ${body.assertions.map((assertion) => assertion.id).join(', ')}`;
    case 'featuresWritten':
      return `Features: ${body.features.map((feature) => `${feature.id} ${feature.title}`).join('; ')}`;
    case 'baseChecked':
      return `Base checked at ${body.commit.slice(0, shortCommit)}: ${body.gates.map((gate) => `${gate.name} exit ${String(gate.exitCode)}`).join(', ') || 'no gates'}`;
    case 'planApproved':
      return 'Plan approved';
    case 'missionBegun':
      return `Branch ${body.branch} begun at ${body.base.slice(0, shortCommit)}`;
    case 'missionPaused':
      return `Paused (${body.reason}): ${body.detail} ${body.goesOn}`;
    case 'missionResumed':
      return 'Goes on';
    case 'missionCompleted':
      return `Completed at ${body.commit.slice(0, shortCommit)}`;
    case 'missionAbandoned':
      return `Cancelled: ${body.reason}`;
    default:
      return workLine(body, state);
  }
}
