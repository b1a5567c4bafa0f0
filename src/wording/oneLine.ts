const maxTextCharacters = 600;
/** Control characters of any kind: texts of models and repositories must not move a person's cursor. */
const controls = /\p{Cc}+/gu;

/** A text of a model or a repository on one line, without control characters, cut where it is very long. */
export function oneLine(text: string, maxCharacters = maxTextCharacters): string {
  const plain = text.replace(controls, ' ').replace(/\s+/g, ' ').trim();
  return plain.length > maxCharacters ? `${plain.slice(0, maxCharacters - 1)}…` : plain;
}
