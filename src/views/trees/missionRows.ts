import type { AttemptState, FeatureState, ItemState, MilestoneState, MissionState } from '../../mission/state.ts';
import type { Row, RowColour } from '../desk/row.ts';
import { count } from '../../wording/count.ts';
import { oneLine } from '../../wording/oneLine.ts';
import { shortCommit } from '../../wording/words.ts';

interface Look {
  icon: string;
  colour: RowColour;
  word: string;
}

function lookOfFeature(feature: FeatureState): Look {
  const looks: Record<FeatureState['status'], Look> = {
    pending: { icon: 'circle-outline', colour: 'muted', word: 'pending' },
    inProgress: { icon: 'sync~spin', colour: 'blue', word: 'in progress' },
    done: { icon: 'pass', colour: 'green', word: 'done' },
    cancelled: { icon: 'circle-slash', colour: 'muted', word: 'cancelled' },
  };
  return looks[feature.status];
}

function lookOfMilestone(state: MissionState, milestone: MilestoneState): Look {
  if (milestone.sealedAt !== null) return { icon: 'lock', colour: 'green', word: `sealed, ${rounds(milestone)}` };
  const round = milestone.rounds.at(-1);
  if (round?.closed === null) return { icon: 'sync~spin', colour: 'blue', word: `round ${round.round}, checking` };
  const features = milestone.features.flatMap((id) => state.features[id] ?? []);
  const isWorkedOn = features.some(({ status }) => status === 'inProgress');
  if (isWorkedOn) return { icon: 'sync~spin', colour: 'blue', word: 'at work' };
  if (round?.closed === 'failed') return { icon: 'error', colour: 'red', word: `round ${round.round} failed` };
  return { icon: 'circle-outline', colour: 'muted', word: 'open' };
}

function rounds(milestone: MilestoneState): string {
  return `round ${milestone.rounds.length}`;
}

function lookOfAttempt(attempt: AttemptState): Look {
  if (attempt.commit !== null && attempt.partial) return { icon: 'pass', colour: 'yellow', word: 'partial' };
  if (attempt.commit !== null) return { icon: 'pass', colour: 'green', word: 'accepted' };
  if (attempt.undone) return { icon: 'error', colour: 'red', word: 'not accepted' };
  return { icon: 'sync~spin', colour: 'blue', word: 'at work' };
}

function lookOfFinding(item: ItemState): Look {
  if (item.status === 'resolved') return { icon: 'pass', colour: 'green', word: 'gone' };
  if (item.status === 'decided') return { icon: fateIcon(item), colour: 'muted', word: fateWord(item) };
  return item.severity === 'blocking'
    ? { icon: 'error', colour: 'red', word: 'open, blocking' }
    : { icon: 'warning', colour: 'yellow', word: 'open' };
}

function fateIcon({ fate }: ItemState): string {
  const icons: Record<NonNullable<ItemState['fate']>['fate'], string> = {
    fix: 'tools',
    reopen: 'issue-reopened',
    extend: 'diff-added',
    putOff: 'calendar',
    waitsForUser: 'bell',
    dismiss: 'circle-slash',
  };
  return fate ? icons[fate.fate] : 'circle-outline';
}

function fateWord({ fate }: ItemState): string {
  if (!fate) return 'listed';
  switch (fate.fate) {
    case 'fix':
      return `${fate.feature} fixes it`;
    case 'reopen':
      return `${fate.feature} re-opened`;
    case 'extend':
      return `extends ${fate.feature}`;
    case 'putOff':
      return 'put off';
    case 'waitsForUser':
      return 'waits for you';
    case 'dismiss':
      return 'dismissed';
  }
}

function row(given: Omit<Row, 'spoken' | 'isOpen' | 'children' | 'tooltip'> & Partial<Row>): Row {
  const { label, description } = given;
  const spoken = description === '' ? label : `${label}, ${description}`;
  return { tooltip: spoken, spoken, isOpen: false, children: [], ...given };
}

function findingRow(item: ItemState): Row {
  const look = lookOfFinding(item);
  return row({
    id: `finding:${item.item}`,
    subject: { kind: 'finding', item: item.item },
    label: `${item.item} ${oneLine(item.summary)}`,
    description: look.word,
    tooltip: [item.summary, item.detail, item.file === null ? '' : `${item.file}:${item.line ?? 1}`]
      .filter((text) => text !== '')
      .join('\n\n'),
    icon: look.icon,
    colour: look.colour,
  });
}

function commitRow(commit: string, feature: string): Row {
  return row({
    id: `commit:${feature}:${commit}`,
    subject: { kind: 'commit', commit },
    label: shortCommit(commit),
    description: 'commit',
    icon: 'git-commit',
    colour: 'muted',
  });
}

function attemptRow(attempt: AttemptState): Row {
  const look = lookOfAttempt(attempt);
  const { feature, run } = attempt;
  return row({
    id: `attempt:${feature}:${attempt.attempt}`,
    subject: { kind: 'attempt', feature, attempt: attempt.attempt, run },
    label: `Attempt ${attempt.attempt}`,
    description: `${look.word}, run ${run}`,
    tooltip: [`Attempt ${attempt.attempt}, ${look.word}`, attempt.handoff?.summary ?? '']
      .concat(attempt.judged?.reasons ?? [])
      .filter((text) => text !== '')
      .join('\n\n'),
    icon: look.icon,
    colour: look.colour,
    children: attempt.commit === null ? [] : [commitRow(attempt.commit, feature)],
  });
}

function featureRow(state: MissionState, feature: FeatureState): Row {
  const look = lookOfFeature(feature);
  const { id, title, fixes } = feature.text;
  const isFix = fixes.findings.length + fixes.assertions.length > 0;
  const findings = Object.values(state.items).filter((item) => item.feature === id && item.severity !== 'suggestion');
  const more = [
    look.word,
    isFix ? 'fix' : '',
    feature.attempts.length > 1 ? count(feature.attempts.length, 'attempt') : '',
  ];
  return row({
    id: `feature:${id}`,
    subject: { kind: 'feature', feature: id },
    label: `${id} ${oneLine(title)}`,
    description: more.filter((text) => text !== '').join(', '),
    tooltip: `${id} ${title}\n\n${feature.text.description}`,
    icon: look.icon,
    colour: look.colour,
    isOpen: feature.status === 'inProgress',
    children: [...feature.attempts.map(attemptRow), ...findings.map(findingRow)],
  });
}

function milestoneRow(state: MissionState, milestone: MilestoneState): Row {
  const look = lookOfMilestone(state, milestone);
  const { id, title, outcome } = milestone.text;
  const features = milestone.features.flatMap((feature) => state.features[feature] ?? []);
  const done = features.filter(({ status }) => status === 'done').length;
  const loose = Object.values(state.items).filter(
    (item) => item.milestone === id && item.feature === null && item.severity !== 'suggestion',
  );
  return row({
    id: `milestone:${id}`,
    subject: { kind: 'milestone', milestone: id },
    label: `${id} ${oneLine(title)}`,
    description: `${look.word}, ${done} of ${features.length}`,
    tooltip: `${id} ${title}\n\n${outcome}`,
    icon: look.icon,
    colour: look.colour,
    isOpen: milestone.sealedAt === null,
    children: [...features.map((feature) => featureRow(state, feature)), ...loose.map(findingRow)],
  });
}

/** Milestones → features → attempts with their commits, and findings. */
export function missionRows(state: MissionState): Row[] {
  return state.milestoneOrder.flatMap((id) => {
    const milestone = state.milestones[id];
    return milestone && milestone.features.length > 0 ? [milestoneRow(state, milestone)] : [];
  });
}
