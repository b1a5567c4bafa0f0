import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { RunState } from '../../src/mission/state.ts';
import type { TranscriptEntry } from '../../src/protocol/toWebview.ts';
import { callText } from '../../src/wording/callText.ts';
import { Button, LinkButton } from '../shared/controls/button.tsx';
import { ProgressRing } from '../shared/controls/choice.tsx';
import { clockWithSeconds } from '../shared/figures.ts';
import { host } from '../shared/hostChannel.ts';
import { Icon } from '../shared/icon.tsx';
import { Markdown } from '../shared/markdown.tsx';
import { LiveFeed } from './liveFeed.tsx';
import type { View } from './view.ts';

const pageSize = 120;

type Read = { entries: TranscriptEntry[] } | { problem: string } | null;

function useTranscript(run: number): [Read, () => void] {
  const [read, setRead] = useState<Read>(null);
  const [asked, askAgain] = useState(0);
  useEffect(() => {
    let isWanted = true;
    void host.readRunLog(run).then((reply) => {
      if (!isWanted) return;
      if (!reply.ok) setRead({ problem: reply.problem });
      else setRead(reply.value.kind === 'transcript' ? { entries: reply.value.entries } : { entries: [] });
    });
    return () => {
      isWanted = false;
    };
  }, [run, asked]);
  return [read, () => askAgain(asked + 1)];
}

interface FoldedProps {
  icon: string;
  title: string;
  at: number | null;
  text: string;
  isError?: boolean;
}

function Folded({ icon, title, at, text, isError = false }: FoldedProps): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span class="tw i codicon codicon-chevron-right" aria-hidden="true" />
        <Icon icon={icon} tone={isError ? 'failed' : undefined} />
        <span class="cut">{title}</span>
        {at !== null && <time class="small muted">{clockWithSeconds(at)}</time>}
      </summary>
      {isOpen && (
        <pre tabIndex={0} aria-label={title}>
          {text}
        </pre>
      )}
    </details>
  );
}

function firstLine(text: string): string {
  return text.trimStart().split('\n', 1)[0] ?? '';
}

function Entry({ entry }: { entry: TranscriptEntry }): JSX.Element {
  switch (entry.kind) {
    case 'brief':
      return <Folded icon="book" title={`Brief: ${firstLine(entry.text)}`} at={null} text={entry.text} />;
    case 'says':
      return (
        <div class="says">
          <Icon icon="comment" />
          <Markdown text={entry.text} />
          <time class="small muted">{clockWithSeconds(entry.at)}</time>
        </div>
      );
    case 'call':
      return (
        <Folded
          icon="play"
          title={callText(entry.name, entry.input.replace(/\s+/g, ' ').replaceAll('": "', '":"'))}
          at={entry.at}
          text={entry.input}
        />
      );
    case 'result': {
      const title = firstLine(entry.text) || 'Nothing came back';
      return (
        <Folded
          icon={entry.isError ? 'error' : 'arrow-small-left'}
          title={title}
          at={entry.at}
          text={entry.text}
          isError={entry.isError}
        />
      );
    }
    case 'notice':
      return (
        <p class="says">
          <Icon icon="info" />
          <span>{entry.text}</span>
        </p>
      );
  }
}

/** Everything a run saw and said, oldest first; of a run at work, what it does at the moment, too. */
export function Transcript({ run, view }: { run: RunState; view: View }): JSX.Element {
  const [read, askAgain] = useTranscript(run.run);
  const [shown, setShown] = useState(pageSize);
  const isOpen = run.ended === null;
  return (
    <div class="transcript">
      {read === null && <ProgressRing label="Reading the run log" />}
      {read && 'problem' in read && (
        <div class="callout failed">
          <p>{read.problem}</p>
          <div class="btns">
            <Button compact onPress={askAgain}>
              Retry
            </Button>
          </div>
        </div>
      )}
      {read && 'entries' in read && (
        <>
          {read.entries.length === 0 && <p class="muted">Nothing was recorded.</p>}
          {read.entries.slice(0, shown).map((entry, place) => (
            <Entry key={place} entry={entry} />
          ))}
          {read.entries.length > shown && (
            <LinkButton onPress={() => setShown(shown + pageSize)}>
              Show {read.entries.length - shown} later entries
            </LinkButton>
          )}
        </>
      )}
      {isOpen && (
        <>
          <h3>At the moment</h3>
          <LiveFeed pieces={view.shown.live.get(run.run) ?? []} run={run} />
          <div class="btns">
            <Button compact icon="refresh" onPress={askAgain}>
              Read again
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
