import type { Estimate } from './artefacts/plan.ts';
import { liveAssertions, liveFeatures } from './plan.ts';
import type { MissionState } from './state.ts';

/** Tokens and minutes of one run by kind, low and high; from the published reference mission (product.md section 10), scaled down. */
const perRun = { tokens: [300_000, 4_000_000], minutes: [3, 12] } as const;
/** The rehearsal does not think: its runs take seconds. */
const perScriptedRun = { tokens: [30_000, 60_000], minutes: [0.04, 0.15] } as const;
const fixShare = [0.2, 0.8] as const;
const rounds = [1, 3] as const;
const assertionsPerFlow = 6;

/** Range of runs, time, tokens and money. `pricePerThousand`: US dollars per 1,000 tokens, mostly read from cache; null = unknown. */
export function estimate(state: MissionState, pricePerThousand: number | null): Estimate {
  const features = liveFeatures(state).length;
  const flows = Math.ceil(liveAssertions(state).length / assertionsPerFlow);
  const milestones = state.milestoneOrder.length;
  const runsAt = (end: 0 | 1): number => {
    const work = Math.ceil(features * (1 + fixShare[end]));
    const validation = milestones * rounds[end] * 2 + rounds[end] * flows + work;
    const turns = milestones * (rounds[end] - 1) + Math.ceil(work * fixShare[end]);
    return work + validation + turns;
  };
  const runs: [number, number] = [runsAt(0), runsAt(1)];
  const run = state.scripted ? perScriptedRun : perRun;
  const tokens: [number, number] = [runs[0] * run.tokens[0], runs[1] * run.tokens[1]];
  const cost: [number, number] | null =
    pricePerThousand === null ? null : [(tokens[0] / 1000) * pricePerThousand, (tokens[1] / 1000) * pricePerThousand];
  return { runs, minutes: [runs[0] * run.minutes[0], runs[1] * run.minutes[1]], tokens, cost };
}
