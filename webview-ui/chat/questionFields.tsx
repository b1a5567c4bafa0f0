import type { JSX } from 'preact';
import type { Question } from '../../src/mission/artefacts/plan.ts';
import { GrowingField } from './growingField.tsx';
import { InlineText } from './inlineText.tsx';

/** The choice of words of one's own instead of an option. */
export const ownWords = 'own';

export interface Choosing {
  /** The place of the chosen option, as text; nothing while nothing is chosen. */
  chosen: string | undefined;
  words: string;
}

interface QuestionProps {
  question: Question;
  /** Of its radio group, unique in the page. */
  name: string;
  /** Null where it is the only question. */
  number: number | null;
  choice: Choosing;
  isDisabled: boolean;
  onChoose: (chosen: string) => void;
  onWords: (words: string) => void;
}

interface OptionProps {
  place: number;
  option: string;
  props: QuestionProps;
}

/** The number key that chooses it, for the eyes alone: radios are reached with arrows, too. */
function KeyCap({ number }: { number: number }): JSX.Element {
  return (
    <span class="kbd" aria-hidden="true">
      {number}
    </span>
  );
}

function OptionRow({ place, option, props }: OptionProps): JSX.Element {
  const { name, choice, isDisabled, onChoose } = props;
  const isChosen = choice.chosen === String(place);
  return (
    <label class={isChosen ? 'opt on' : 'opt'}>
      <input
        type="radio"
        name={name}
        checked={isChosen}
        disabled={isDisabled}
        onChange={() => onChoose(String(place))}
      />
      <span>
        <InlineText text={option} />
      </span>
      <KeyCap number={place + 1} />
    </label>
  );
}

function OwnWords({ question, name, choice, isDisabled, onChoose, onWords }: QuestionProps): JSX.Element {
  const isChosen = choice.chosen === ownWords;
  return (
    <div class={isChosen ? 'opt on' : 'opt'}>
      <input
        type="radio"
        id={`${name}-own`}
        name={name}
        checked={isChosen}
        disabled={isDisabled}
        onChange={() => onChoose(ownWords)}
      />
      <span>
        <label for={`${name}-own`}>Something else</label>
        <GrowingField
          label={`Your own answer to: ${question.question}`}
          placeholder="In your words"
          value={choice.words}
          isDisabled={isDisabled}
          onInput={onWords}
        />
      </span>
      <KeyCap number={question.options.length + 1} />
    </div>
  );
}

/** One question: its options, and room for words of one's own. */
export function QuestionFields(props: QuestionProps): JSX.Element {
  const { question, number, choice, isDisabled, onWords } = props;
  return (
    <fieldset class="q">
      <legend>
        {number !== null && `${number}. `}
        <InlineText text={question.question} />
      </legend>
      {question.options.map((option, place) => (
        <OptionRow key={place} place={place} option={option} props={props} />
      ))}
      {question.options.length === 0 ? (
        <GrowingField
          label={question.question}
          placeholder="In your words"
          rows={2}
          value={choice.words}
          isDisabled={isDisabled}
          onInput={onWords}
        />
      ) : (
        <OwnWords {...props} />
      )}
    </fieldset>
  );
}
