import type { planningEvents } from '../events/planning.ts';
import type { FeatureText } from '../artefacts/plan.ts';
import type { MilestoneState, MissionState } from '../state.ts';
import type { Reducers } from './reducers.ts';
import { openAgain } from './seeFinding.ts';

function contractChanged(state: MissionState, answers: readonly string[]): void {
  const wasReviewed = state.reviewedContractVersion === state.versions.contract;
  state.versions.contract += 1;
  state.versions.plan += 1;
  // A change that answers a point of the last review leaves the contract reviewed (product.md section 4).
  if (wasReviewed && answers.length > 0) state.reviewedContractVersion = state.versions.contract;
}

function placeFeature(milestone: MilestoneState, id: string, at: number | null): void {
  const present = milestone.features.indexOf(id);
  if (present >= 0) return;
  if (at === null) milestone.features.push(id);
  else milestone.features.splice(at, 0, id);
}

function writeFeature(state: MissionState, text: FeatureText, at: number | null): void {
  const present = state.features[text.id];
  if (present) {
    const old = state.milestones[present.text.milestone];
    if (old && present.text.milestone !== text.milestone) old.features = old.features.filter((id) => id !== text.id);
    present.text = text;
  } else {
    state.features[text.id] = {
      text,
      status: 'pending',
      attempts: [],
      failedAttempts: 0,
      partials: 0,
      commits: [],
      reviewedCommit: null,
    };
  }
  const milestone = state.milestones[text.milestone];
  if (milestone) placeFeature(milestone, text.id, at);
}

export const planningReducers: Reducers<keyof typeof planningEvents> = {
  phaseEntered(state, body) {
    state.scopingPhase = body.phase;
  },
  requirementRecorded(state, body) {
    state.requirements[body.requirement.id] = { ...body.requirement, dropped: null };
    state.versions.plan += 1;
  },
  requirementDropped(state, body) {
    const requirement = state.requirements[body.id];
    if (requirement) requirement.dropped = body.reason;
    state.versions.plan += 1;
  },
  decisionRecorded(state, body) {
    state.decisions.push({ text: body.text, reason: body.reason });
  },
  knowledgeWritten(state, body) {
    state.knowledge.push({ topic: body.note.topic, text: body.note.text, run: body.run });
    state.versions.knowledge += 1;
  },
  skillWritten(state, body) {
    state.skills[body.skill.name] = body.skill.text;
    state.versions.plan += 1;
  },
  servicesWritten(state, body) {
    state.services = body.manifest;
    state.versions.services += 1;
    state.versions.plan += 1;
  },
  assertionsWritten(state, body) {
    for (const text of body.assertions) {
      const present = state.assertions[text.id];
      state.assertions[text.id] = {
        text,
        status: 'pending',
        stale: false,
        removed: null,
        overridden: present?.overridden ?? null,
        last: present?.last ?? null,
      };
    }
    contractChanged(state, body.answers);
  },
  assertionRemoved(state, body) {
    const assertion = state.assertions[body.id];
    if (assertion) assertion.removed = body.reason;
    contractChanged(state, body.answers);
  },
  contractReviewed(state, body) {
    state.contractReviews.push({ run: body.run, contractVersion: body.contractVersion, review: body.review });
    if (body.contractVersion === state.versions.contract) state.reviewedContractVersion = body.contractVersion;
  },
  readinessReported(state, body) {
    state.readiness.push(body.report);
  },
  milestonesWritten(state, body) {
    for (const text of body.milestones) {
      const present = state.milestones[text.id];
      if (present) present.text = text;
      else {
        state.milestones[text.id] = { text, features: [], rounds: [], roundsForgiven: 0, sealedAt: null };
        state.milestoneOrder.push(text.id);
      }
    }
    state.versions.plan += 1;
  },
  featuresWritten(state, body) {
    const before = body.place === 'front' ? new Set(Object.keys(state.features)) : null;
    for (const text of body.features) {
      const features = state.milestones[text.milestone]?.features ?? [];
      const isFirst = (id: string): boolean => before?.has(id) === true && state.features[id]?.status === 'pending';
      const firstPending = before === null ? -1 : features.findIndex(isFirst);
      writeFeature(state, text, firstPending >= 0 ? firstPending : null);
    }
    state.versions.plan += 1;
  },
  featureCancelled(state, body) {
    const feature = state.features[body.feature];
    if (feature) feature.status = 'cancelled';
    // What the feature was to repair or finish needs another fate.
    for (const item of Object.values(state.items)) {
      const isCarried = item.fate && 'feature' in item.fate && item.fate.feature === body.feature;
      if (isCarried && (item.status === 'decided' || item.kind === 'undone')) openAgain(state, item);
    }
    state.versions.plan += 1;
  },
};
