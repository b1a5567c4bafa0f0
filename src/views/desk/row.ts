/** What a row of a tree stands for, so that commands know what they were pressed on. */
export type RowSubject =
  | { kind: 'milestone'; milestone: string }
  | { kind: 'feature'; feature: string }
  | { kind: 'attempt'; feature: string; attempt: number; run: number }
  | { kind: 'commit'; commit: string }
  | { kind: 'finding'; item: string }
  | { kind: 'run'; run: number }
  | { kind: 'assertion'; assertion: string }
  | { kind: 'evidence'; evidence: string }
  | { kind: 'group' };

/** Colours of states, by their role in the design. */
export type RowColour = 'green' | 'red' | 'purple' | 'yellow' | 'blue' | 'muted';

/** A row of a tree as data; the tree makes the editor's items from it. */
export interface Row {
  /** Unique in its tree, the same for as long as it stands for the same thing. */
  id: string;
  subject: RowSubject;
  label: string;
  description: string;
  tooltip: string;
  /** For screen readers: label, state and figures as a sentence. */
  spoken: string;
  icon: string;
  colour: RowColour;
  /** Open at first. */
  isOpen: boolean;
  children: Row[];
}
