const minColumns = 40;
const maxTextCharacters = 600;
/** Control characters of any kind: texts of models and repositories must not move a person's cursor. */
const controls = /\p{Cc}+/gu;

/** A text of a model or a repository on one line, without control characters, cut where it is very long. */
export function oneLine(text: string, maxCharacters = maxTextCharacters): string {
  const plain = text.replace(controls, ' ').replace(/\s+/g, ' ').trim();
  return plain.length > maxCharacters ? `${plain.slice(0, maxCharacters - 1)}…` : plain;
}

function breakPlace(text: string, width: number): number {
  const space = text.lastIndexOf(' ', width);
  return space > width / 3 ? space : width;
}

/** Breaks a text after `first` so that all lines fit; the others begin under the text. Null columns break nothing. */
export function layOut(first: string, text: string, columns: number | null): string[] {
  const indent = ' '.repeat(first.length);
  const width = Math.max(minColumns, columns ?? 0) - first.length;
  const lines: string[] = [];
  let left = text;
  while (columns !== null && left.length > width) {
    const place = breakPlace(left, width);
    lines.push(left.slice(0, place));
    left = left.slice(place).trimStart();
  }
  return [...lines, left].map((line, place) => (place === 0 ? first : indent) + line);
}

/** `1 feature`, `2 features`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
