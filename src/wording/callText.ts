import { oneLine } from './oneLine.ts';

const argumentCharacters = 80;
/** The arguments that tell most about a call, best first. */
const telling = /"(?:command|path|url|query|pattern|feature|assertion|title|summary|text)":"((?:[^"\\]|\\.)*)/;

/** The most telling argument of a call; its summary is JSON, perhaps cut. */
export function callText(name: string, summary: string): string {
  const argument = telling.exec(summary)?.[1] ?? '';
  const text = oneLine(argument.replace(/\\[ntr]/g, ' ').replace(/\\(.)/g, '$1'), argumentCharacters);
  return text === '' ? name : `${name} ${text}`;
}
