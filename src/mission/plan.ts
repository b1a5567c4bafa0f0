import type { AssertionText } from './artefacts/contract.ts';
import type { FeatureState, MissionState, AssertionState } from './state.ts';
import type { Limits } from './limits.ts';

/** Assertions that count: not removed. */
export function liveAssertions(state: MissionState): AssertionState[] {
  return Object.values(state.assertions).filter((assertion) => assertion.removed === null);
}

/** Features that count: not cancelled, in order of execution. */
export function liveFeatures(state: MissionState): FeatureState[] {
  return liveAmong(
    state,
    state.milestoneOrder.flatMap((id) => state.milestones[id]?.features ?? []),
  );
}

/** Those of the features that count. */
export function liveAmong(state: MissionState, ids: readonly string[]): FeatureState[] {
  return ids.flatMap((id) => {
    const feature = state.features[id];
    return feature && feature.status !== 'cancelled' ? [feature] : [];
  });
}

function expectationProblems(text: AssertionText): string[] {
  const behaviour = text.behaviour.toLowerCase();
  return text.expectations.flatMap(({ kind, value }) => {
    const problems: string[] = [];
    if (!behaviour.includes(value.toLowerCase()))
      problems.push(
        `${text.id}: the ${kind} expectation "${value}" does not occur literally in its behaviour; name the value there`,
      );
    const isNumber = kind === 'status' || kind === 'exitCode';
    if (isNumber && !/^\d{1,3}$/.test(value))
      problems.push(`${text.id}: a ${kind} expectation is a number, such as ${kind === 'status' ? '201' : '0'}`);
    return problems;
  });
}

/** What is wrong with one assertion's text by itself; sentences. */
export function assertionProblems(text: AssertionText): string[] {
  const { id, surface, command, service } = text;
  const isServed = surface === 'browser' || surface === 'http';
  const problems: [boolean, string][] = [
    [surface === 'command' && command === null, `${id}: surface command needs the exact command`],
    [surface !== 'command' && command !== null, `${id}: only surface command has a command`],
    [isServed && service === null, `${id}: surface ${surface} needs the name of a service`],
    [
      text.expectations.every(({ kind }) => kind === 'absent'),
      `${id}: at least one expectation must be something that is seen, not only something absent`,
    ],
  ];
  return [...expectationProblems(text), ...problems.flatMap(([isWrong, problem]) => (isWrong ? [problem] : []))];
}

/** Every live assertion belongs to exactly one live feature (product.md section 6, rule 1). */
export function coverageProblems(state: MissionState): string[] {
  const claims = new Map<string, string[]>();
  for (const feature of liveFeatures(state))
    for (const id of feature.text.claims) claims.set(id, [...(claims.get(id) ?? []), feature.text.id]);
  const problems = liveAssertions(state).flatMap(({ text: { id } }) => {
    const owners = claims.get(id) ?? [];
    if (owners.length === 1) return [];
    return [
      owners.length === 0
        ? `${id} is claimed by no feature`
        : `${id} is claimed by ${owners.join(' and ')}; exactly one may claim it`,
    ];
  });
  for (const [id, owners] of claims) {
    const assertion = state.assertions[id];
    if (!assertion || assertion.removed !== null)
      problems.push(`${owners.join(' and ')} claims ${id}, which is not in the contract`);
  }
  return problems;
}

function featureProblems(state: MissionState): string[] {
  const features = liveFeatures(state);
  const order = features.map((feature) => feature.text.id);
  return features.flatMap(({ text, status }, place) => {
    const problems: string[] = [];
    // What is done needs nothing any more, and could not be rewritten.
    if (status === 'done') return problems;
    if (!Object.hasOwn(state.skills, text.skill))
      problems.push(`${text.id} names the skill "${text.skill}", which does not exist; write it with write_skill`);
    for (const needed of text.dependsOn) {
      const at = order.indexOf(needed);
      if (at < 0 || at >= place) problems.push(`${text.id} depends on ${needed}, which must stand before it`);
    }
    return problems;
  });
}

function serviceProblems(state: MissionState): string[] {
  const { services } = state;
  if (!services) return ['there is no services manifest; write it with write_services'];
  const names = services.services.map((service) => service.name);
  const unknown = liveAssertions(state).flatMap(({ text }) =>
    text.service !== null && !names.includes(text.service)
      ? [`${text.id} names the service "${text.service}", which the manifest does not have`]
      : [],
  );
  const silent = services.gates
    .filter((gate) => gate.kind === 'test' && gate.report === null)
    .map((gate) => `gate ${gate.name} is a test gate without a report; say how its tests are counted`);
  return [...unknown, ...silent];
}

/** What must hold after every change of plan, before approval and later; empty = it does. */
export function planGaps(state: MissionState): string[] {
  return [...coverageProblems(state), ...featureProblems(state), ...serviceProblems(state)];
}

function contractReviewProblems(state: MissionState, limits: Limits): string[] {
  const reviews = state.contractReviews.length;
  if (reviews < limits.minContractReviews)
    return [
      `the contract was reviewed ${String(reviews)} times; at least ${String(limits.minContractReviews)} fresh reviews are needed (review_contract)`,
    ];
  if (limits.minContractReviews > 0 && state.reviewedContractVersion !== state.versions.contract)
    return [
      'the contract changed after its last review, other than to answer its points; review it again (review_contract)',
    ];
  return [];
}

/** Everything that stands between a draft and approval; empty = the plan may be proposed and approved. */
export function planProblems(state: MissionState, limits: Limits): string[] {
  const problems: string[] = [];
  if (Object.keys(state.requirements).length === 0) problems.push('no requirement is recorded (record_requirement)');
  if (liveAssertions(state).length === 0) problems.push('the contract has no assertion (write_assertions)');
  if (state.milestoneOrder.length === 0) problems.push('there is no milestone (write_milestones)');
  if (liveFeatures(state).length === 0) problems.push('there is no feature (write_features)');
  problems.push(...planGaps(state), ...contractReviewProblems(state, limits));
  if (state.readiness.length < limits.minReadinessReports)
    problems.push(
      `${String(state.readiness.length)} readiness reports are there; at least ${String(limits.minReadinessReports)} scouts must try the project (scout)`,
    );
  return problems;
}
