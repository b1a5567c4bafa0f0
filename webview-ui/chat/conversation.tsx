import type { JSX } from 'preact';
import type { MissionState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { clockFigure } from '../shared/figures.ts';
import { Icon } from '../shared/icon.tsx';
import { Markdown } from '../shared/markdown.tsx';
import { markSigns } from '../shared/signs.ts';
import type { LivePiece } from '../shared/missionStore.ts';
import { Fold } from './fold.tsx';
import { InlineText } from './inlineText.tsx';
import { workBegan } from './conversationEntries.ts';
import type { AnsweredEntry, ConversationEntry, SaidEntry, ToldEntry } from './conversationEntries.ts';
import { RunGroup } from './runGroup.tsx';

const longText = 700;

function UserText({ text, name }: { text: string; name: string }): JSX.Element {
  return text.length <= longText ? (
    <>{text}</>
  ) : (
    <Fold name={name} class="long-text" title={`${text.slice(0, 160).trimEnd()}…`}>
      {text}
    </Fold>
  );
}

function UserMessage({ text, name, note }: { text: string; name: string; note?: string }): JSX.Element {
  return (
    <div class="from-user">
      <div class="msg-user">
        <span class="visually-hidden">You: </span>
        <UserText text={text} name={name} />
      </div>
      {note !== undefined && (
        <p class="small muted note">
          <Icon icon="watch" />
          {note}
        </p>
      )}
    </div>
  );
}

/** Who speaks, and when. */
function Speaker({ at, now }: { at: number; now: number }): JSX.Element {
  return (
    <div class="who">
      <Icon icon="compass" />
      Orchestrator
      <time dateTime={new Date(at).toISOString()}>{clockFigure(at, now)}</time>
    </div>
  );
}

interface EntryProps<Entry> {
  entry: Entry;
  now: number;
  /** What becomes of a message that nobody has read yet. */
  queuedNote: string;
}

function Said({ entry: { at, line, isQueued }, now, queuedNote }: EntryProps<SaidEntry>): JSX.Element {
  if (line.from === 'user')
    return <UserMessage text={line.text} name={`said.${at}`} {...(isQueued && { note: queuedNote })} />;
  return (
    <div class="msg">
      <Speaker at={at} now={now} />
      <Markdown text={line.text} />
    </div>
  );
}

function Answered({ entry: { at, ask }, now }: EntryProps<AnsweredEntry>): JSX.Element {
  return (
    <>
      <div class="msg">
        <Speaker at={at} now={now} />
        <ul class="asked">
          {ask.questions.map(({ question }, place) => (
            <li key={place}>
              {ask.questions.length > 1 && `${place + 1}. `}
              <InlineText text={question} />
            </li>
          ))}
        </ul>
      </div>
      <div class="msg-user">
        <span class="visually-hidden">You: </span>
        {ask.answers?.map((answer, place) => (
          <p key={place}>
            {ask.questions.length > 1 && `${place + 1}. `}
            {answer}
          </p>
        ))}
      </div>
    </>
  );
}

function Told({ entry: { at, line }, now }: Omit<EntryProps<ToldEntry>, 'queuedNote'>): JSX.Element {
  const { icon, tone } = markSigns[line.mark];
  return (
    <p class="told">
      <Icon icon={icon} tone={tone} />
      <span>{line.text}</span>
      <time class="small muted" dateTime={new Date(at).toISOString()}>
        {clockFigure(at, now)}
      </time>
    </p>
  );
}

interface ConversationProps {
  state: MissionState;
  entries: ConversationEntry[];
  live: Map<number, LivePiece[]>;
  now: number;
  queuedNote: string;
}

function Entries({ state, entries, live, now, queuedNote }: ConversationProps): JSX.Element {
  return (
    <>
      {entries.map((entry, place) => {
        if (entry.kind === 'runs')
          return <RunGroup key={entry.key} name={entry.key} runs={entry.runs} state={state} live={live} now={now} />;
        if (entry.kind === 'told') return <Told key={`told.${entry.line.seq}.${place}`} entry={entry} now={now} />;
        if (entry.kind === 'answered')
          return <Answered key={entry.ask.ask} entry={entry} now={now} queuedNote={queuedNote} />;
        return <Said key={`${entry.at}.${place}`} entry={entry} now={now} queuedNote={queuedNote} />;
      })}
    </>
  );
}

/** The goal, and what was said, asked and looked into since. Once work has begun, planning is folded away. */
export function Conversation(props: ConversationProps): JSX.Element {
  const { state, entries } = props;
  const goal = <UserMessage text={state.goal} name="goal" />;
  const isPlanning = state.phase === 'scoping' || state.phase === 'awaitingApproval';
  if (isPlanning)
    return (
      <>
        {goal}
        <Entries {...props} />
      </>
    );
  const began = workBegan(state) ?? Number.POSITIVE_INFINITY;
  const planning = entries.filter(({ at }) => at < began);
  return (
    <>
      {goal}
      {planning.length > 0 && (
        <Fold
          name="planning"
          class="group"
          title={<span class="strong">Planning</span>}
          end={count(planning.length, 'entry', 'entries')}
        >
          <div class="planning">
            <Entries {...props} entries={planning} />
          </div>
        </Fold>
      )}
      <Entries {...props} entries={entries.filter(({ at }) => at >= began)} />
    </>
  );
}
