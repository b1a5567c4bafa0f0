import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Question } from '../../src/mission/artefacts/plan.ts';
import type { AskState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { Button } from '../shared/controls/button.tsx';
import { Icon } from '../shared/icon.tsx';
import { isPlain, isSend, isTyping, sendKeys } from '../shared/keys.ts';
import { Problem } from './problem.tsx';
import { ownWords, QuestionFields } from './questionFields.tsx';
import type { Choosing } from './questionFields.tsx';
import { forget, keep, textsBelow } from '../shared/remembered.ts';
import { usePress } from './usePress.ts';

const leftToOrchestrator = 'Decide as you think best, and record the decision.';

function choosing({ options }: Question, place: number, typed: ReadonlyMap<string, string>): Choosing {
  const words = typed.get(`${place}.words`) ?? '';
  return { chosen: options.length === 0 ? ownWords : typed.get(`${place}.chosen`), words };
}

function answerOf({ options }: Question, { chosen, words }: Choosing): string | null {
  if (chosen === undefined) return null;
  const answer = chosen === ownWords ? words.trim() : options[Number(chosen)];
  return answer === undefined || answer === '' ? null : answer;
}

interface QuestionCardProps {
  ask: AskState;
  /** Another window carries the mission: the questions are shown, not answered. */
  isViewer: boolean;
}

interface Answering {
  choices: Choosing[];
  answers: (string | null)[];
  choose: (place: number, chosen: string) => void;
  word: (place: number, words: string) => void;
}

/** What is chosen and typed, kept over a reload. */
function useAnswering({ ask, questions }: AskState): Answering {
  const [, show] = useState(0);
  const keys = `answer.${ask}.`;
  const typed = textsBelow(keys);
  const choices = questions.map((question, place) => choosing(question, place, typed));
  const set = (key: string, value: string): void => {
    keep(`${keys}${key}`, value);
    show((times) => times + 1);
  };
  return {
    choices,
    answers: questions.map((question, place) => answerOf(question, choices[place] ?? { chosen: undefined, words: '' })),
    choose: (place, chosen) => set(`${place}.chosen`, chosen),
    word: (place, words) => {
      set(`${place}.words`, words);
      // Who types an answer of their own has chosen it.
      set(`${place}.chosen`, ownWords);
    },
  };
}

/** The question a number key is for: the one with the focus, else the first without an answer, else the first. */
function questionOfKey(card: HTMLElement, answers: readonly (string | null)[]): number {
  const fields = [...card.querySelectorAll('fieldset')];
  const focused = fields.findIndex((field) => field.contains(document.activeElement));
  if (focused >= 0) return focused;
  return Math.max(0, answers.indexOf(null));
}

/** The option that a number key stands for, the last being words of one's own; null where it stands for none. */
function optionOfKey(event: KeyboardEvent, options: readonly string[]): number | null {
  if (isTyping(event) || !isPlain(event) || !/^[1-9]$/.test(event.key)) return null;
  const option = Number(event.key) - 1;
  return options.length === 0 || option > options.length ? null : option;
}

/** Keys 1 to 9 choose an option wherever nothing is typed. */
function useNumberKeys(card: { current: HTMLElement | null }, { questions }: AskState, answering: Answering): void {
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!card.current) return;
      const place = questionOfKey(card.current, answering.answers);
      const options = questions[place]?.options ?? [];
      const option = optionOfKey(event, options);
      if (option === null) return;
      event.preventDefault();
      const isOwn = option === options.length;
      answering.choose(place, isOwn ? ownWords : String(option));
      const fields = card.current.querySelectorAll('fieldset')[place]?.querySelectorAll<HTMLElement>('input, textarea');
      // Words of one's own are written at once.
      fields?.[isOwn ? option + 1 : option]?.focus();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });
}

interface SendRowProps {
  questions: number;
  isBusy: boolean;
  problem: string | null;
  onSend: () => void;
  onLeave: () => void;
}

function SendRow({ questions, isBusy, problem, onSend, onLeave }: SendRowProps): JSX.Element {
  return (
    <footer>
      <Problem text={problem} />
      <div class="btns">
        <Button primary isDisabled={isBusy} title={sendKeys} onPress={onSend}>
          {questions === 1 ? 'Send answer' : 'Send answers'}
        </Button>
        <Button isDisabled={isBusy} title="For each question without an answer" onPress={onLeave}>
          Let the orchestrator decide
        </Button>
      </div>
    </footer>
  );
}

/** Questions of the orchestrator, as a form: one answer for each. */
export function QuestionCard({ ask, isViewer }: QuestionCardProps): JSX.Element {
  const card = useRef<HTMLFormElement>(null);
  const answering = useAnswering(ask);
  const press = usePress();
  const { questions } = ask;
  const answered = answering.answers.filter((answer) => answer !== null).length;
  const isLocked = isViewer || press.isBusy;

  const send = async (answers: readonly (string | null)[]): Promise<void> => {
    if (isLocked) return;
    const missing = answers.indexOf(null);
    const given = answers.flatMap((answer) => (answer === null ? [] : [answer]));
    if (missing >= 0) {
      press.say(
        questions.length === 1 ? 'Choose or write an answer first.' : `Question ${missing + 1} has no answer yet.`,
      );
      card.current?.querySelectorAll('fieldset')[missing]?.querySelector<HTMLElement>('input, textarea')?.focus();
      return;
    }
    if (await press.act({ kind: 'answer', ask: ask.ask, answers: given })) forget(`answer.${ask.ask}.`);
  };
  useNumberKeys(card, ask, answering);

  return (
    <form
      ref={card}
      class="card"
      aria-label="Questions from the orchestrator"
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (!isSend(event)) return;
        event.preventDefault();
        void send(answering.answers);
      }}
    >
      <header>
        <Icon icon="question" tone="attention" />
        <h2>{count(questions.length, 'question')}</h2>
        {questions.length > 1 && <span class="small muted">{answered} answered</span>}
      </header>
      {questions.map((question, place) => (
        <div class="in" key={place}>
          <QuestionFields
            question={question}
            name={`${ask.ask}-${place}`}
            number={questions.length === 1 ? null : place + 1}
            choice={answering.choices[place] ?? { chosen: undefined, words: '' }}
            isDisabled={isLocked}
            onChoose={(chosen) => answering.choose(place, chosen)}
            onWords={(words) => answering.word(place, words)}
          />
        </div>
      ))}
      {!isViewer && (
        <SendRow
          questions={questions.length}
          isBusy={press.isBusy}
          problem={press.problem}
          onSend={() => void send(answering.answers)}
          onLeave={() => void send(answering.answers.map((answer) => answer ?? leftToOrchestrator))}
        />
      )}
    </form>
  );
}
