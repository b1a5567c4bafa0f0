const typingElements = ['TEXTAREA', 'SELECT', 'VSCODE-TEXT-FIELD', 'VSCODE-TEXT-AREA', 'VSCODE-DROPDOWN'];

/** Whether a key belongs to a field in which somebody types or chooses. */
export function isTyping({ target }: Event): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== 'radio' && target.type !== 'checkbox';
  return typingElements.includes(target.tagName) || target.isContentEditable;
}

/** Ctrl+Enter, on a Mac Cmd+Enter. */
export function isSend(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing;
}

/** A key that stands alone, so that it does not take a shortcut of the editor. */
export function isPlain({ ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
  return !ctrlKey && !metaKey && !altKey && !shiftKey;
}

/** How the sending keys are called on this machine. */
export const sendKeys = /mac/i.test(navigator.userAgent) ? '⌘ Enter' : 'Ctrl+Enter';
