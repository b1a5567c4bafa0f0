let pending: string | null = null;

/** Wants the cursor in the field in which is written, from anywhere in the editor; with a text for it, or an empty one. */
export function wishToCompose(text: string): void {
  pending = text;
}

/** The wish that nobody has granted yet, once; null where there is none. */
export function takeComposeWish(): string | null {
  const wish = pending;
  pending = null;
  return wish;
}
