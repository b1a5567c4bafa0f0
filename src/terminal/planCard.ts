import { liveAssertions, liveFeatures } from '../mission/plan.ts';
import type { MissionState } from '../mission/state.ts';
import { idList } from '../wording/idList.ts';
import { count } from '../wording/count.ts';
import { oneLine } from '../wording/oneLine.ts';
import { layOut } from './layOut.ts';
import { duration, modelNames, shortCommit } from '../wording/words.ts';

const labelColumns = 12;

function range([low, high]: readonly [number, number], digits = 0): string {
  return low.toFixed(digits) === high.toFixed(digits)
    ? low.toFixed(digits)
    : `${low.toFixed(digits)}–${high.toFixed(digits)}`;
}

function costText(cost: readonly [number, number] | null): string {
  if (!cost) return 'price not known';
  return cost[1] === 0 ? 'free' : `$${range(cost, 2)}`;
}

function estimateText({ proposal }: MissionState): string {
  const estimate = proposal?.estimate;
  if (!estimate) return 'none';
  const [low, high] = estimate.tokens;
  const cost = costText(estimate.cost);
  return `${range(estimate.runs)} runs, ${range(estimate.minutes)} minutes, ${range([low / 1e6, high / 1e6], 1)} M tokens, ${cost}`;
}

function budgetText({ budgets: { mission } }: MissionState): string {
  const parts = [
    ...(mission.microDollars === null ? [] : [`$${(mission.microDollars / 1e6).toFixed(2)}`]),
    ...(mission.tokens === null ? [] : [`${mission.tokens} tokens`]),
    ...(mission.milliseconds === null ? [] : [duration(mission.milliseconds)]),
  ];
  return parts.length === 0 ? 'none (set one with --budget)' : parts.join(', ');
}

function baseText({ baseCheck }: MissionState): string {
  if (!baseCheck) return 'not tried';
  const red = baseCheck.gates.filter((gate) => gate.exitCode !== 0).map((gate) => gate.name);
  const tried = baseCheck.assertions.length;
  const gates = red.length === 0 ? 'all gates pass' : `already red: ${red.join(', ')}`;
  return `${shortCommit(baseCheck.commit)}, ${gates}; ${count(tried, 'assertion')} tried on it`;
}

interface Row {
  label: string;
  text: string;
}

function milestoneRows(state: MissionState): Row[] {
  return state.milestoneOrder.flatMap((id) => {
    const text = state.milestones[id]?.text;
    const features = liveFeatures(state).filter((feature) => feature.text.milestone === id);
    return [
      { label: id, text: `${oneLine(text?.title ?? '')} — ${oneLine(text?.outcome ?? '')}` },
      ...features.map(({ text: feature }) => ({
        label: `  ${feature.id}`,
        text: `${oneLine(feature.title)} (${feature.claims.length === 0 ? 'no assertions' : idList(feature.claims)})`,
      })),
    ];
  });
}

function contractRows(state: MissionState): Row[] {
  return liveAssertions(state).map(({ text }) => ({
    label: '',
    text: `${text.id} ${oneLine(text.title)} · ${text.surface}${text.intent === 'preserve' ? ' · holds already' : ''}`,
  }));
}

function boundaryRows({ knowledge }: MissionState): Row[] {
  const notes = knowledge.filter(({ topic }) => topic === 'boundaries');
  return notes.map(({ text }, place) => ({ label: place === 0 ? 'Boundaries' : '', text: oneLine(text) }));
}

function rows(state: MissionState): Row[] {
  const services = state.services;
  const commands = [
    ...(services?.setup ?? []).map((command) => `set-up: ${command}`),
    ...(services?.gates ?? []).map(({ name, command }) => `${name}: ${command}`),
    ...(services?.services ?? []).map(({ name, start }) => `${name}: ${start}`),
  ];
  return [
    ...milestoneRows(state),
    { label: 'Contract', text: count(liveAssertions(state).length, 'assertion') },
    ...contractRows(state),
    ...commands.map((text, place) => ({ label: place === 0 ? 'Commands' : '', text: oneLine(text) })),
    ...boundaryRows(state),
    { label: 'Base', text: `${state.baseBranch} at ${baseText(state)}` },
    { label: 'Models', text: modelNames(state.models) },
    { label: 'Estimate', text: estimateText(state) },
    { label: 'Budget', text: budgetText(state) },
    {
      label: 'Sandbox',
      text: `${state.sandbox}: commands of agents run with your rights; only the tools confine what is read and written`,
    },
  ];
}

/** The plan as a person reads it before approving, line by line; `columns` as for `layOut`. */
export function planCard(state: MissionState, columns: number | null): string[] {
  const summary = oneLine(state.proposal?.summary ?? '', Number.MAX_SAFE_INTEGER);
  return [
    '',
    ...layOut('PLAN  ', summary, columns),
    '',
    ...rows(state).flatMap(({ label, text }) => layOut(`  ${label.padEnd(labelColumns)}`, text, columns)),
    '',
  ];
}
