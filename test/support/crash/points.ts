/**
 * Named points at which a process is killed. `before` and `after` stand at what leaves a trace on disk, `during` when it has begun,
 * `telling` when an event is on disk and is about to be shown.
 */
export const planningPoints = [
  'before missionCreated',
  'after missionCreated',
  'before runStarted',
  'after orchestratorAsked',
  'before userAnswered',
  'telling readinessReported',
  'after planProposed',
  'before baseChecked',
  'after planApproved',
  'during making a clone',
  'after git beginBranch',
] as const;

export const workPoints = [
  'during writing a file',
  'after writing a file',
  'during a command',
  'after a command',
  'during git commit',
  'before attemptCommitted',
  'after attemptCommitted',
  'after handoffReceived',
  'during git acceptAttempt',
  'before attemptAccepted',
  'telling attemptAccepted',
  'during git restore',
  'after missionPaused',
] as const;

export const roundPoints = [
  'after roundOpened',
  'before gatesRun',
  'after featureReviewed',
  'before scrutinyJudged',
  'after dismissalReviewed',
  'after itemSettled',
  'during a request to a service',
  'after evidenceRecorded',
  'before flowReported',
  'before testingJudged',
  'after milestoneSealed',
  'after missionCompleted',
] as const;

export const runPoints = [
  'after run log opened',
  'during a model call',
  'before run log modelResult',
  'after run log modelResult',
  'before usageRecorded',
  'after run log toolIntent',
  'before run log toolResult',
  'after run log result',
  'before runEnded',
  'telling runEnded',
  'during starting a service',
  'during writing a blob',
  'during writing a snapshot',
  'during writing a rendering',
] as const;
