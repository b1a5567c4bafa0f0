import type { JSX } from 'preact';
import type { Handoff as HandoffText } from '../../src/mission/artefacts/handoff.ts';
import type { AttemptState } from '../../src/mission/state.ts';
import { show } from '../shared/ask.ts';
import { LinkButton } from '../shared/controls/button.tsx';
import { Icon } from '../shared/icon.tsx';
import { Block } from './block.tsx';

function List({ title, texts }: { title: string; texts: readonly string[] }): JSX.Element | null {
  if (texts.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul class="bullets">
        {texts.map((text, place) => (
          <li key={place}>{text}</li>
        ))}
      </ul>
    </>
  );
}

function exitWords(exitCode: number | null): string {
  return exitCode === null ? 'no exit code' : `exit code ${exitCode}`;
}

/** What a worker reported, beside what was recorded: where they differ is a finding of its own. */
export function Handoff({ handoff, attempt }: { handoff: HandoffText; attempt: AttemptState }): JSX.Element {
  const recorded = attempt.judged?.commands ?? [];
  return (
    <Block title="Handoff">
      <p class="prose">{handoff.summary}</p>
      <List title="Implemented" texts={handoff.implemented} />
      <List title="Left undone" texts={handoff.undone} />
      <List title="Tried by hand" texts={handoff.checks.map(({ action, observed }) => `${action}: ${observed}`)} />
      <List title="Tests" texts={handoff.tests.map(({ file, name, change }) => `${change} ${name} (${file})`)} />
      <List title="Strayed from its skill" texts={handoff.procedure.deviations} />
      {recorded.length > 0 && (
        <>
          <h3>Commands as recorded</h3>
          <ul class="commands">
            {recorded.map(({ command, exitCode }, place) => (
              <li key={place}>
                <Icon
                  icon={exitCode === 0 ? 'pass' : 'error'}
                  tone={exitCode === 0 ? 'passed' : 'failed'}
                  label={exitWords(exitCode)}
                />
                <code class="cut" title={command}>
                  {command}
                </code>
                <span class="small muted">{exitWords(exitCode)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {attempt.files.length > 0 && (
        <>
          <h3>Files</h3>
          <ul class="links">
            {attempt.files.map((path) => (
              <li key={path}>
                <LinkButton onPress={() => show({ kind: 'file', path, line: null })}>
                  <span class="mono">{path}</span>
                </LinkButton>
              </li>
            ))}
          </ul>
        </>
      )}
    </Block>
  );
}
