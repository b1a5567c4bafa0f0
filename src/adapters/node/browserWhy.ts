import type { BrowserTarget } from '../../ports/browser.ts';

const ACTIVE_ROLES =
  /^\s*- (button|link|textbox|checkbox|radio|combobox|listbox|option|menuitem|tab|searchbox|switch|spinbutton)\b/;
const MAX_NAMED = 20;

export function targetText({ role, name }: BrowserTarget): string {
  return name === '' ? `a ${role} without a name` : `${role} "${name}"`;
}

/** What stands on the page instead; `tree` is its accessibility tree. */
export function describeMissing(target: BrowserTarget, tree: string): string {
  const same = namesOf(tree, (line) => line.trimStart().startsWith(`- ${target.role}`));
  if (same.length > 0) return `There is no ${targetText(target)} here. ${target.role}: ${list(same)}.`;
  const active = namesOf(tree, (line) => ACTIVE_ROLES.test(line));
  return `There is no ${targetText(target)} and no other ${target.role} here. The page has: ${list(active)}.`;
}

export function describeSeveral(target: BrowserTarget, surroundings: readonly string[]): string {
  const places = surroundings.slice(0, MAX_NAMED).map((text, index) => `${index}: in "${text}"`);
  return `${surroundings.length} elements are ${targetText(target)}. Choose one with nth:\n${places.join('\n')}`;
}

/** The sentence of a playwright error without colours and call log, and the last line of the log, which names the obstacle. */
export function plainError(error: unknown): string {
  const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
  const lines = (error instanceof Error ? error.message : String(error)).replace(colours, '').split('\n');
  const first = (lines[0] ?? '').replace(/^[a-zA-Z]+\.[a-zA-Z]+: /, '').replace(/^Error: /, '');
  const log = lines.slice(1).map((line) => line.trim().replace(/^- /, ''));
  const obstacle = log.findLast((line) =>
    /intercepts|not visible|not enabled|not stable|outside|not editable/.test(line),
  );
  return obstacle === undefined ? first : `${first.replace(/\.$/, '')}; ${obstacle}`;
}

function namesOf(tree: string, wanted: (line: string) => boolean): string[] {
  return tree
    .split('\n')
    .filter(wanted)
    .map((line) => line.trim().replace(/^- /, '').replace(/:$/, ''));
}

function list(found: readonly string[]): string {
  if (found.length === 0) return 'nothing to act on';
  const more = found.length > MAX_NAMED ? ` and ${found.length - MAX_NAMED} more` : '';
  return found.slice(0, MAX_NAMED).join(', ') + more;
}
