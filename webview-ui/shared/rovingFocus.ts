/** Where an arrow leads in a list with one tab stop; null where the key means nothing there. */
function nextIndex(key: string, index: number, length: number): number | null {
  if (length === 0) return null;
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight':
      return Math.min(length - 1, index + 1);
    case 'ArrowUp':
    case 'ArrowLeft':
      return Math.max(0, index - 1);
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return null;
  }
}

/** The next text that begins with what was typed, after `index`, round to the beginning. */
function typeAhead(texts: readonly string[], index: number, typed: string): number | null {
  const wanted = typed.toLowerCase();
  for (let step = 1; step <= texts.length; step += 1) {
    const candidate = (index + step) % texts.length;
    if (texts[candidate]?.toLowerCase().startsWith(wanted)) return candidate;
  }
  return null;
}

/**
 * Moves the focus among the elements of `container` that match `selector` with arrows, Home, End and the first letter.
 * True where the key was dealt with.
 */
export function moveFocus(event: KeyboardEvent, container: HTMLElement, selector: string): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const elements = [...container.querySelectorAll<HTMLElement>(selector)].filter(
    (element) => element.getClientRects().length > 0,
  );
  const index = elements.findIndex((element) => element === document.activeElement);
  if (index === -1) return false;
  const texts = elements.map((element) => element.dataset['text'] ?? element.textContent.trim());
  const next = /^[\p{L}\p{N}]$/u.test(event.key)
    ? typeAhead(texts, index, event.key)
    : nextIndex(event.key, index, elements.length);
  if (next === null) return false;
  event.preventDefault();
  event.stopPropagation();
  elements[next]?.focus();
  return true;
}
