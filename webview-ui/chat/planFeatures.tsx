import type { JSX } from 'preact';
import { featuresOf } from '../../src/mission/scope.ts';
import { liveFeatures } from '../../src/mission/plan.ts';
import type { FeatureState, MilestoneState, MissionState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { Fold } from './fold.tsx';
import { InlineText } from './inlineText.tsx';

function AssertionLine({ id, state }: { id: string; state: MissionState }): JSX.Element {
  const text = state.assertions[id]?.text;
  return (
    <li>
      <code class="small">{id}</code> <InlineText text={text?.title ?? ''} />
      {text && (
        <p class="small muted">
          <InlineText text={text.behaviour} />
        </p>
      )}
    </li>
  );
}

function FeatureRow({ feature, state }: { feature: FeatureState; state: MissionState }): JSX.Element {
  const { id, title, description, claims } = feature.text;
  return (
    <Fold
      name={`plan.${id}`}
      class="disc row-fold feature-fold"
      title={
        <>
          <span class="small muted id">{id}</span>
          {title}
        </>
      }
      end={
        <>
          <span class="visually-hidden">{count(claims.length, 'assertion')}</span>
          <span aria-hidden="true">{claims.length === 0 ? '–' : claims.length}</span>
        </>
      }
    >
      <div class="inner">
        <p>
          <InlineText text={description} />
        </p>
        <ul class="lines">
          {claims.map((claim) => (
            <AssertionLine key={claim} id={claim} state={state} />
          ))}
        </ul>
      </div>
    </Fold>
  );
}

interface MilestoneRowProps {
  milestone: MilestoneState;
  state: MissionState;
  isOpen: boolean;
}

function MilestoneRow({ milestone: { text }, state, isOpen }: MilestoneRowProps): JSX.Element {
  const features = featuresOf(state, text.id);
  const claims = features.reduce((sum, feature) => sum + feature.text.claims.length, 0);
  return (
    <Fold
      name={`plan.${text.id}`}
      class="disc row-fold"
      isOpen={isOpen}
      title={`${text.id} ${text.title}`}
      end={
        <span title={count(claims, 'assertion')}>
          {count(features.length, 'feature')}, {claims}
          <span class="visually-hidden"> assertions</span>
        </span>
      }
    >
      <div class="inner">
        <p class="small muted">{text.outcome}</p>
        {features.map((feature) => (
          <FeatureRow key={feature.text.id} feature={feature} state={state} />
        ))}
      </div>
    </Fold>
  );
}

/** Milestones, their features, and the assertions that each feature is to make true. */
export function PlanFeatures({ state }: { state: MissionState }): JSX.Element {
  const milestones = state.milestoneOrder.flatMap((id) => state.milestones[id] ?? []);
  return (
    <Fold
      name="plan.features"
      isOpen
      title="Milestones and features"
      end={`${milestones.length}, ${liveFeatures(state).length}`}
    >
      <div class="body rows">
        {milestones.map((milestone, place) => (
          <MilestoneRow key={milestone.text.id} milestone={milestone} state={state} isOpen={place === 0} />
        ))}
      </div>
    </Fold>
  );
}
