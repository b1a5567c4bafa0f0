/** Moves the focus to the next part of the page, or the one before: header, needs you, conversation, message. */
export function focusNextRegion(backwards: boolean): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')];
  if (regions.length === 0) return;
  const active = document.activeElement;
  const current = regions.findIndex((region) => region.contains(active));
  const start = current < 0 && backwards ? 0 : current;
  const next = (start + (backwards ? -1 : 1) + regions.length) % regions.length;
  regions[next]?.focus();
}
