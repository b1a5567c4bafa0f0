import type { JSX } from 'preact';
import type { MissionState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { shortCommit } from '../../src/wording/words.ts';
import { Icon } from '../shared/icon.tsx';
import { Fold } from './fold.tsx';

/** Whether the untouched base was checked with the contract and the services as they stand. */
export function baseIsChecked({ baseCheck, versions }: MissionState): boolean {
  return baseCheck?.contractVersion === versions.contract && baseCheck.servicesVersion === versions.services;
}

type Gate = NonNullable<MissionState['baseCheck']>['gates'][number];

function GateRow({ gate: { name, command, exitCode, testsRun, failingTests } }: { gate: Gate }): JSX.Element {
  const isGreen = exitCode === 0;
  const tests = testsRun === null ? '' : `, ${count(testsRun, 'test')}`;
  const failing = failingTests.length === 0 ? '' : `, ${failingTests.length} failing`;
  return (
    <li>
      <Icon icon={isGreen ? 'pass' : 'error'} tone={isGreen ? 'passed' : 'failed'} />
      <span>
        {name} {isGreen ? 'passes' : 'is red'}
        <span class="small muted">
          {tests}
          {failing}
        </span>
        {!isGreen && (
          <span class="sub small muted">
            <code>{command}</code>
            {failingTests.slice(0, 5).map((test) => (
              <span key={test} class="line">
                {test}
              </span>
            ))}
            {failingTests.length > 5 && <span class="line">and {failingTests.length - 5} more</span>}
          </span>
        )}
      </span>
    </li>
  );
}

function summary(state: MissionState): string {
  const { baseCheck } = state;
  if (!baseCheck) return 'not tried yet';
  if (!baseIsChecked(state)) return 'being checked again';
  if (!baseCheck.setup.ok) return 'set-up fails';
  const red = baseCheck.gates.filter(({ exitCode }) => exitCode !== 0).length;
  return red === 0
    ? `${count(baseCheck.gates.length, 'gate')} pass`.replace('1 gate pass', '1 gate passes')
    : `${red} red`;
}

/** What Longhaul saw when it ran the gates and the contract's commands on the untouched base. */
export function PlanBase({ state }: { state: MissionState }): JSX.Element {
  const { baseCheck, baseBranch } = state;
  const hasRed = baseCheck?.gates.some(({ exitCode }) => exitCode !== 0) === true;
  return (
    <Fold key={hasRed ? 'red' : 'green'} name="plan.base" title="Untouched base" isOpen={hasRed} end={summary(state)}>
      <div class="body">
        {baseCheck ? (
          <>
            <p class="small muted">
              <code>{baseBranch}</code> at <code>{shortCommit(baseCheck.commit)}</code>, in a clone.{' '}
              {count(baseCheck.assertions.length, 'assertion')} tried on it.
              {hasRed && ' What is red here must get no worse.'}
            </p>
            {!baseCheck.setup.ok && <p>A set-up command fails.</p>}
            <ul class="reqs two">
              {baseCheck.gates.map((gate) => (
                <GateRow key={gate.name} gate={gate} />
              ))}
            </ul>
          </>
        ) : (
          <p class="small muted">The gates and the commands of the contract are run on it before you can approve.</p>
        )}
      </div>
    </Fold>
  );
}
