/** The part that a colour plays (DESIGN.md section 3). */
export type Tone = 'passed' | 'failed' | 'blocked' | 'stale' | 'attention' | 'running' | 'pending';
