/** A wish to write, from anywhere in the editor: the cursor goes into the field, and a text into it where there is one. */
export interface ComposeWish {
  /** Counts the wishes. */
  number: number;
  text: string;
}

let latest: ComposeWish = { number: 0, text: '' };

export function wishToCompose(text: string): void {
  latest = { number: latest.number + 1, text };
}

export function latestComposeWish(): ComposeWish {
  return latest;
}
