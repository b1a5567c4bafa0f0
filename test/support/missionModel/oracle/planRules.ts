import type { AssertionText } from '../../../../src/mission/artefacts/contract.ts';
import type { Limits } from '../../../../src/mission/limits.ts';
import type { Book } from './book.ts';
import { rule } from './rule.ts';
import type { Rule } from './rule.ts';

/** Every live assertion is claimed by exactly one feature that is not cancelled, and nothing else is claimed. */
export function uncovered(book: Book): string | null {
  const claims = book.liveFeatures().flatMap((feature) => feature.text.claims);
  const live = book.liveAssertions().map((assertion) => assertion.text.id);
  const wrong = live.find((id) => claims.filter((claim) => claim === id).length !== 1);
  return wrong ?? claims.find((claim) => !live.includes(claim)) ?? null;
}

function unbuildable(book: Book): string | null {
  const features = book.liveFeatures();
  const order = features.map((feature) => feature.text.id);
  for (const { text } of features.filter(({ status }) => status !== 'done')) {
    if (!book.skills.has(text.skill)) return `${text.id} has no skill`;
    const isLate = text.dependsOn.some((id) => !order.includes(id) || order.indexOf(id) >= order.indexOf(text.id));
    if (isLate) return `${text.id} depends on what does not stand before it`;
  }
  const services = book.services?.services.map((service) => service.name) ?? [];
  const lost = book.liveAssertions().find(({ text }) => text.service !== null && !services.includes(text.service));
  if (lost) return `${lost.text.id} is seen on a service that is not there`;
  const silent = book.services?.gates.some((gate) => gate.kind === 'test' && gate.report === null);
  return !book.services || silent ? 'the manifest is not whole' : null;
}

function unready(book: Book, { minContractReviews, minReadinessReports }: Limits): string | null {
  if (book.requirements === 0 || book.liveAssertions().length === 0 || book.liveFeatures().length === 0)
    return 'something is missing';
  if (book.contractReviews < minContractReviews || book.reviewedContract !== book.contractVersion)
    return 'the contract is not reviewed';
  return book.readiness < minReadinessReports ? 'nobody tried the project' : (uncovered(book) ?? unbuildable(book));
}

/** Without a known service a claim of being seen there is no problem of the assertion by itself. */
function unjudgeable({ surface, command, service, expectations, behaviour }: AssertionText): boolean {
  const isServed = surface === 'browser' || surface === 'http';
  const isVague = expectations.some(({ value }) => !behaviour.toLowerCase().includes(value.toLowerCase()));
  const isNoNumber = expectations.some(
    ({ kind, value }) => (kind === 'status' || kind === 'exitCode') && !/^\d+$/.test(value),
  );
  const isOnlyAbsent = expectations.every(({ kind }) => kind === 'absent');
  return (
    (surface === 'command') !== (command !== null) ||
    (isServed && service === null) ||
    isVague ||
    isNoNumber ||
    isOnlyAbsent
  );
}

const planWrites = [
  'requirementRecorded',
  'requirementDropped',
  'skillWritten',
  'servicesWritten',
  'assertionsWritten',
  'assertionRemoved',
  'milestonesWritten',
  'featuresWritten',
  'featureCancelled',
  'itemSettled',
  'turnEnded',
  'orchestratorAsked',
] as const;

export const planRules: readonly Rule[] = [
  rule('every assertion can be judged by its words', ['assertionsWritten'], (_book, body) => {
    return body.assertions.find(unjudgeable)?.id;
  }),
  rule('after approval the contract only grows', ['assertionsWritten', 'assertionRemoved'], (book, body) => {
    if (!book.approved) return null;
    if (body.type === 'assertionRemoved') return body.id;
    return body.assertions.find(({ id }) => book.assertions.has(id))?.id;
  }),
  rule('only pending features are written anew, into milestones that exist', ['featuresWritten'], (book, body) => {
    const wrong = body.features.find(({ id, milestone }) => {
      const status = book.features.get(id)?.status ?? 'pending';
      return status !== 'pending' || !book.milestones.has(milestone);
    });
    return wrong?.id;
  }),
  rule('sealed milestones take no features', ['featuresWritten'], (book, body) => {
    return body.features.find(({ milestone }) => book.isSealed(milestone))?.id;
  }),
  rule('a misc milestone holds few features', ['featuresWritten'], (book, body, { limits }) => {
    for (const { milestone } of body.features.filter((text) => text.milestone.startsWith('misc-'))) {
      const ids = book.liveFeatures(milestone).map((feature) => feature.text.id);
      const added = body.features.filter((text) => text.milestone === milestone).map((text) => text.id);
      if (new Set([...ids, ...added]).size > limits.maxFeaturesPerMiscMilestone) return milestone;
    }
    return null;
  }),
  rule('a claim stays where it is after approval', ['featuresWritten', 'featureCancelled'], (book, body) => {
    if (!book.approved) return null;
    if (body.type === 'featureCancelled')
      return (book.features.get(body.feature)?.text.claims.length ?? 0) > 0 && body.feature;
    return body.features.find((text) =>
      book.features.get(text.id)?.text.claims.some((claim) => !text.claims.includes(claim)),
    )?.id;
  }),
  rule('only pending features are cancelled', ['featureCancelled'], (book, body) =>
    book.features.get(body.feature)?.status === 'pending' ? null : body.feature,
  ),
  rule('a plan is proposed whole, in scoping, and answers what is owed', ['planProposed'], (book, body, { limits }) => {
    if (book.phase !== 'scoping') return `in ${book.phase}`;
    const left = [...book.owed].find((cause) => /^(goal|base|rejected)/.test(cause) && !body.causes.includes(cause));
    return left ?? unready(book, limits);
  }),
  rule(
    'the user decides on what is shown, and it is whole',
    ['planApproved', 'planRejected'],
    (book, body, { limits }) => {
      if (book.phase !== 'awaitingApproval') return `in ${book.phase}`;
      if (body.planVersion !== book.planVersion) return 'another version';
      return body.type === 'planApproved' && unready(book, limits);
    },
  ),
  rule(
    'the base is checked before approval, and at what it is',
    ['planApproved', 'missionBegun', 'baseChecked'],
    (book, body) => {
      if (body.type === 'baseChecked') {
        const isCurrent =
          body.contractVersion === book.contractVersion && body.servicesVersion === book.servicesVersion;
        return (!isCurrent || book.begun || book.phase === 'scoping') && 'a check of something else';
      }
      const check = book.baseCheck;
      if (body.type === 'missionBegun') return check?.commit !== body.base && 'begun elsewhere';
      return (
        (check?.contractVersion !== book.contractVersion || check.servicesVersion !== book.servicesVersion) &&
        'unchecked'
      );
    },
  ),
  rule('a mission begins once, after approval', ['missionBegun'], (book) => (!book.approved || book.begun) && 'begun'),
  rule('a run that has ended its turn changes nothing more', planWrites, (book, body, { event }) =>
    event.author !== 'user' && book.runs.get(body.run)?.delivered === true ? String(body.run) : null,
  ),
  rule('a turn leaves a whole plan', ['turnEnded'], (book) => uncovered(book) ?? unbuildable(book)),
];
