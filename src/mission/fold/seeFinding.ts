import { repairIsDone } from '../scope.ts';
import type { ItemState, MissionState } from '../state.ts';
import { addCause } from './addCause.ts';

/** Gives an item back to the orchestrator for another fate. */
export function openAgain(state: MissionState, item: ItemState): void {
  item.status = 'open';
  item.fate = null;
  addCause(state, { id: `item:${item.item}`, kind: 'item', text: item.summary });
}

/** Nothing is owed for what is resolved. */
export function resolve(state: MissionState, item: ItemState): void {
  item.status = 'resolved';
  state.causes = state.causes.filter((cause) => cause.id !== `item:${item.item}`);
}

/** What somebody, or code, saw of a finding. Still there although its repair is done = the fix did not help. */
export function seeFinding(state: MissionState, item: ItemState, answer: 'gone' | 'stillThere'): void {
  if (item.status === 'resolved') return;
  if (answer === 'gone') resolve(state, item);
  else if (repairIsDone(state, item)) {
    item.survivedFixes += 1;
    openAgain(state, item);
  }
}
