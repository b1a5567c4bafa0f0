import type { JSX } from 'preact';
import { liveAssertions, liveFeatures } from '../../src/mission/plan.ts';
import { featuresOf } from '../../src/mission/scope.ts';
import type { MissionState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { show } from '../shared/ask.ts';
import { Button, LinkButton } from '../shared/controls/button.tsx';
import { moneyFigure } from '../shared/figures.ts';
import { Icon } from '../shared/icon.tsx';
import { isFix } from '../shared/metrics.ts';
import { spine } from '../shared/spine.ts';
import { assertionsOfMilestone, countVerdicts } from '../shared/verdicts.ts';
import { Block } from './block.tsx';
import { useNavigation } from './navigation.ts';
import { SignCell } from './signCell.tsx';
import type { View } from './view.ts';

interface Figures {
  features: number;
  fixes: number;
  rounds: number;
  assertions: number;
  findings: number;
  added: number;
  removed: number;
  microDollars: number;
}

function figuresOf(state: MissionState, milestone: string): Figures {
  const features = featuresOf(state, milestone);
  const changes = features.flatMap(({ attempts }) =>
    attempts.flatMap(({ commit, judged }) => (commit === null ? [] : (judged?.changes ?? []))),
  );
  return {
    features: features.filter(({ text }) => !isFix(text)).length,
    fixes: features.filter(({ text }) => isFix(text)).length,
    rounds: state.milestones[milestone]?.rounds.length ?? 0,
    assertions: assertionsOfMilestone(state, milestone).length,
    findings: Object.values(state.items).filter((item) => item.milestone === milestone).length,
    added: changes.reduce((sum, { addedLines }) => sum + addedLines, 0),
    removed: changes.reduce((sum, { removedLines }) => sum + removedLines, 0),
    microDollars: state.milestoneUsage[milestone]?.microDollars ?? 0,
  };
}

function Cells({ figures }: { figures: Figures }): JSX.Element {
  const { features, fixes, rounds, assertions, findings, added, removed, microDollars } = figures;
  const plain = [features, fixes, rounds, assertions, findings];
  return (
    <>
      {plain.map((number, place) => (
        <td key={place} class="num">
          {number === 0 ? '–' : number}
        </td>
      ))}
      <td class="num">
        +{added.toLocaleString('en')} −{removed.toLocaleString('en')}
      </td>
      <td class="num">{moneyFigure(microDollars)}</td>
    </>
  );
}

function FigureTable({ state }: { state: MissionState }): JSX.Element {
  const rows = spine(state).map((part) => ({ part, figures: figuresOf(state, part.id) }));
  const sum = (key: keyof Figures): number => rows.reduce((total, { figures }) => total + figures[key], 0);
  const inMilestones = sum('microDollars');
  const whole: Figures = {
    features: sum('features'),
    fixes: sum('fixes'),
    rounds: sum('rounds'),
    assertions: sum('assertions'),
    findings: sum('findings'),
    added: sum('added'),
    removed: sum('removed'),
    microDollars: state.usage.microDollars,
  };
  return (
    <div class="scroll-x" tabIndex={0} role="group" aria-label="Figures by milestone">
      <table>
        <thead>
          <tr>
            <th scope="col">Milestone</th>
            {['Features', 'Fixes', 'Rounds', 'Assertions', 'Findings', 'Lines', 'Cost'].map((name) => (
              <th key={name} scope="col" class="num">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ part, figures }) => (
            <tr key={part.id}>
              <th scope="row">
                <SignCell sign={part.sign}>
                  {part.id} {part.title}
                </SignCell>
              </th>
              <Cells figures={figures} />
            </tr>
          ))}
          <tr>
            <th scope="row">
              <SignCell sign={{ icon: 'checklist', word: '' }}>Scope, plan and turns</SignCell>
            </th>
            <td colSpan={6} />
            <td class="num">{moneyFigure(state.usage.microDollars - inMilestones)}</td>
          </tr>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Mission</th>
            <Cells figures={whole} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function WhatToKnow({ state }: { state: MissionState }): JSX.Element | null {
  const { go } = useNavigation();
  const items = Object.values(state.items);
  const dismissed = items.filter(({ fate }) => fate?.fate === 'dismiss').length;
  const suggestions = items.filter(({ severity, fate }) => severity === 'suggestion' && fate === null).length;
  const accepted = countVerdicts(liveAssertions(state)).accepted;
  const facts = [
    {
      icon: 'account',
      number: accepted,
      text: `${count(accepted, 'assertion')} accepted by you`,
      to: 'contract' as const,
    },
    {
      icon: 'circle-slash',
      number: dismissed,
      text: `${count(dismissed, 'finding')} dismissed with a reason`,
      to: 'findings' as const,
    },
    {
      icon: 'lightbulb',
      number: suggestions,
      text: `${count(suggestions, 'suggestion')} not followed`,
      to: 'findings' as const,
    },
  ].filter(({ number }) => number > 0);
  if (facts.length === 0) return null;
  return (
    <Block title="What you should know">
      <ul class="digest one">
        {facts.map(({ icon, text, to }) => (
          <li key={text}>
            <Icon icon={icon} />
            <span>
              {text}.{' '}
              <LinkButton label={`Show ${text}`} onPress={() => go({ tab: to, open: null })}>
                Show
              </LinkButton>
            </span>
          </li>
        ))}
      </ul>
    </Block>
  );
}

/** How a mission ended, in figures, and what to do with its branch. */
export function EndedMission({ view: { state } }: { view: View }): JSX.Element {
  const counts = countVerdicts(liveAssertions(state));
  const commits = liveFeatures(state).reduce((sum, feature) => sum + feature.commits.length, 0);
  const isAbandoned = state.phase === 'abandoned';
  const held = `${counts.passed} of ${count(counts.all, 'assertion')} passed with evidence, ${count(spine(state).length, 'milestone')}.`;
  return (
    <>
      <Block title={isAbandoned ? 'Abandoned' : 'Ready to merge'}>
        <div class={`callout${isAbandoned ? '' : ' done'}`}>
          <b class="strong">{held}</b>{' '}
          {state.branch !== null && (
            <>
              {count(commits, 'commit')} on <code>{state.branch}</code>, made from <code>{state.baseBranch}</code>.
            </>
          )}
        </div>
        <div class="btns after">
          {state.head !== null && (
            <Button icon="diff-multiple" onPress={() => show({ kind: 'missionChanges' })}>
              Show all changes
            </Button>
          )}
          <Button icon="file" onPress={() => show({ kind: 'report' })}>
            Open report
          </Button>
        </div>
        <FigureTable state={state} />
      </Block>
      <WhatToKnow state={state} />
    </>
  );
}
