import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { LogLine } from '../../src/protocol/toWebview.ts';
import { Button, LinkButton } from '../shared/controls/button.tsx';
import { TextField } from '../shared/controls/textField.tsx';
import { LogRows } from './logRows.tsx';
import type { View } from './view.ts';

const pageSize = 150;

const filters = [
  { name: 'All', matches: () => true },
  { name: 'Mission', matches: ({ depth }: LogLine) => depth === 0 },
  { name: 'Failures and warnings', matches: ({ mark }: LogLine) => mark === 'bad' || mark === 'warns' },
  { name: 'Good news', matches: ({ mark }: LogLine) => mark === 'good' },
] as const;

/** The progress log, newest first, a page at a time. */
export function LogTab({ view }: { view: View }): JSX.Element {
  const [search, setSearch] = useState('');
  const [name, setName] = useState<string>('All');
  const [shown, setShown] = useState(pageSize);
  const { log } = view.shown;
  const filter = filters.find((candidate) => candidate.name === name) ?? filters[0];
  const wanted = search.trim().toLowerCase();
  const found = log.filter((line) => filter.matches(line) && line.text.toLowerCase().includes(wanted)).reverse();
  return (
    <section class="block" aria-label="Progress log">
      <div class="filters" data-search>
        <TextField label="Search the log" placeholder="Search the log" value={search} onInput={setSearch} />
        <span class="btns" role="group" aria-label="Filter the log">
          {filters.map((candidate) => (
            <Button
              key={candidate.name}
              compact
              pressed={candidate.name === name}
              onPress={() => setName(candidate.name)}
            >
              {candidate.name}
            </Button>
          ))}
        </span>
      </div>
      {found.length === 0 ? (
        <p class="muted">{log.length === 0 ? 'Nothing has happened yet.' : 'No line matches.'}</p>
      ) : (
        <LogRows lines={found.slice(0, shown)} now={view.now} hasSeconds />
      )}
      <p class="under muted">
        {Math.min(shown, found.length)} of {log.length} lines.{' '}
        {found.length > shown && (
          <LinkButton onPress={() => setShown(shown + pageSize)}>
            Show {Math.min(pageSize, found.length - shown)} earlier lines
          </LinkButton>
        )}
      </p>
    </section>
  );
}
