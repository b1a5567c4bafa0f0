import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { featuresOf } from '../../src/mission/scope.ts';
import type { FeatureState, MissionState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { Button } from '../shared/controls/button.tsx';
import { Icon } from '../shared/icon.tsx';
import { editsKept } from './decisionBar.tsx';
import { Fold } from './fold.tsx';
import { GrowingField } from './growingField.tsx';
import { assertionFields, editKey, featureFields, isStruck } from './planEdits.ts';
import { keep, textsBelow } from '../shared/remembered.ts';

interface Editing {
  typed: ReadonlyMap<string, string>;
  /** Null takes the edit back. */
  set: (key: string, text: string | null) => void;
}

interface EditedFieldProps {
  /** Id and field, as `editKey` gives them. */
  name: string;
  word: string;
  now: string;
  editing: Editing;
}

function EditedField({ name, word, now, editing }: EditedFieldProps): JSX.Element {
  const text = editing.typed.get(name) ?? now;
  return (
    <label class="edited">
      <span class="small muted">
        {word.charAt(0).toUpperCase() + word.slice(1)}
        {text.trim() === '' ? ', empty: it stays as it was' : text !== now && <b class="strong">, edited</b>}
      </span>
      <GrowingField value={text} onInput={(value) => editing.set(name, value === now ? null : value)} />
    </label>
  );
}

interface EditedTextProps {
  id: string;
  title: string;
  /** Field, its word and its present text. */
  fields: [string, string, string][];
  editing: Editing;
  onStrike: string;
}

function EditedText({ id, title, fields, editing, onStrike }: EditedTextProps): JSX.Element {
  const struck = isStruck(editing.typed, id);
  const isEdited = fields.some(([field]) => editing.typed.has(`${id}.${field}`));
  return (
    <Fold
      name={`edit.${id}`}
      class="disc row-fold"
      title={
        <>
          <code class="small">{id}</code> {struck ? <s>{title}</s> : title}
        </>
      }
      end={struck ? 'struck out' : isEdited ? 'edited' : undefined}
    >
      <div class="inner edit-fields">
        {struck ? (
          <p class="small muted">{onStrike}</p>
        ) : (
          fields.map(([field, word, now]) => (
            <EditedField key={field} name={`${id}.${field}`} word={word} now={now} editing={editing} />
          ))
        )}
        <div class="btns">
          <Button compact onPress={() => editing.set(editKey(id, 'struck'), struck ? null : 'yes')}>
            {struck ? `Keep ${id}` : `Strike out ${id}`}
          </Button>
        </div>
      </div>
    </Fold>
  );
}

interface FeatureEditorProps {
  feature: FeatureState;
  state: MissionState;
  editing: Editing;
}

function FeatureEditor({ feature: { text }, state, editing }: FeatureEditorProps): JSX.Element {
  const claims = text.claims.flatMap((id) => state.assertions[id]?.text ?? []);
  return (
    <section class="edit-feature" aria-label={text.id}>
      <EditedText
        id={text.id}
        title={text.title}
        fields={[
          ['title', featureFields.title, text.title],
          ['description', featureFields.description, text.description],
        ]}
        editing={editing}
        onStrike={
          claims.length === 0
            ? 'It is left out of the plan.'
            : `It is left out of the plan. Its ${count(claims.length, 'assertion')} go to another feature, unless you strike them out too.`
        }
      />
      <div class="claims">
        {claims.map((claim) => (
          <EditedText
            key={claim.id}
            id={claim.id}
            title={claim.title}
            fields={[
              ['title', assertionFields.title, claim.title],
              ['behaviour', assertionFields.behaviour, claim.behaviour],
              ['failsIf', assertionFields.failsIf, claim.failsIf],
            ]}
            editing={editing}
            onStrike="It is removed from the contract."
          />
        ))}
      </div>
    </section>
  );
}

/** The plan as something to change: titles and texts of features and assertions, and what is struck out. */
export function PlanEditor({ state, onChange }: { state: MissionState; onChange: () => void }): JSX.Element {
  const [, show] = useState(0);
  const kept = editsKept(state);
  const editing: Editing = {
    typed: textsBelow(kept),
    set: (key, text) => {
      keep(`${kept}${key}`, text);
      show((times) => times + 1);
      onChange();
    },
  };
  return (
    <section class="card plan-card" aria-labelledby="edit-heading">
      <header>
        <Icon icon="edit" />
        <h2 id="edit-heading">Edit the plan</h2>
        <span class="small muted">version {state.versions.plan}</span>
      </header>
      {state.milestoneOrder.map((id) => (
        <div class="in edit-milestone" key={id}>
          <h3>
            {id} {state.milestones[id]?.text.title}
          </h3>
          {featuresOf(state, id).map((feature) => (
            <FeatureEditor key={feature.text.id} feature={feature} state={state} editing={editing} />
          ))}
        </div>
      ))}
    </section>
  );
}
