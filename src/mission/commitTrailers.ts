import type { MissionState } from './state.ts';

export function attemptRef(missionId: string, feature: string, attempt: number): string {
  return `refs/longhaul/${missionId}/${feature}/${String(attempt)}`;
}

export interface AttemptTrailers {
  Mission: string;
  Feature: string;
  Attempt: string;
  Assertions: string;
  Fixes: string;
}

/** Trailers of every commit of an attempt (product.md section 4). */
export function attemptTrailers(state: MissionState, feature: string, attempt: number): AttemptTrailers {
  const text = state.features[feature]?.text;
  return {
    Mission: state.missionId,
    Feature: feature,
    Attempt: String(attempt),
    Assertions: text?.claims.join(', ') ?? '',
    Fixes: [...(text?.fixes.findings ?? []), ...(text?.fixes.assertions ?? [])].join(', '),
  };
}

const slugLength = 40;

/** `mission/<slug>`, with the end of the mission's id so that two missions with one goal do not meet. */
export function missionBranch(missionId: string, goal: string): string {
  const slug = goal
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, slugLength)
    .replace(/^-+|-+$/g, '');
  return `mission/${slug === '' ? 'goal' : slug}-${missionId.slice(-4)}`;
}
