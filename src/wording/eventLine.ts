/** What a line tells at a glance; each has its sign. */
export type Mark = 'begins' | 'good' | 'bad' | 'warns' | 'asks' | 'told';

export interface EventLine {
  /** 0: the mission itself, 1: within it, 2: within a sub-run. */
  depth: 0 | 1 | 2;
  mark: Mark;
  /** One line, free of control characters. */
  text: string;
}
