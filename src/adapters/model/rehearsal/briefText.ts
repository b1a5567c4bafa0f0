/** Reading what briefs and tool results say, in the forms that the roles give them. */

/** The text below a heading (its beginning is enough) up to the next one; empty where there is none. */
export function section(brief: string, heading: string): string {
  const lines = brief.split('\n');
  const start = lines.findIndex((line) => /^#{1,2} /.test(line) && line.replace(/^#+ /, '').startsWith(heading));
  if (start < 0) return '';
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^#{1,2} /.test(line));
  return rest.slice(0, end < 0 ? rest.length : end).join('\n');
}

/** The first group of each match. */
export function allOf(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

/** The first group of the first match, or an empty text. */
export function first(text: string, pattern: RegExp): string {
  return pattern.exec(text)?.[1] ?? '';
}

export function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** `text` in one line of at most `longest` characters. */
export function oneLine(text: string, longest: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}

/** `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The lines of a file as `read_file` shows them, without their numbers. */
export function fileText(shown: string): string {
  return shown
    .split('\n')
    .flatMap((line) => {
      const found = /^\d+\t(.*)$/.exec(line);
      return found ? [found[1] ?? ''] : [];
    })
    .join('\n');
}

export interface BriefAssertion {
  id: string;
  title: string;
  surface: string;
  expectations: { kind: string; value: string }[];
}

/** Assertions as briefs show them. */
export function assertionsIn(text: string): BriefAssertion[] {
  const heads = [
    ...text.matchAll(/^(VAL-[A-Z0-9]+-\d{3}) (.+) \[(?:new|preserve), ([a-z]+)(?: on service [^\]]+)?\]$/gm),
  ];
  return heads.map((head, place) => {
    const body = text.slice(head.index, heads[place + 1]?.index ?? text.length);
    const line = first(body, /^ {2}expectations: (.*)$/m);
    const expectations = [...line.matchAll(/(text|absent|status|exitCode|state) ("(?:[^"\\]|\\.)*")/g)].map(
      ([, kind = '', value = '""']) => ({ kind, value: String(JSON.parse(value)) }),
    );
    return { id: head[1] ?? '', title: head[2] ?? '', surface: head[3] ?? '', expectations };
  });
}

export interface BriefItem {
  id: string;
  severity: string;
  origin: string;
  feature: string | null;
  summary: string;
  detail: string;
}

/** Items as briefs show them: a line, and an indented detail. */
export function itemsIn(text: string): BriefItem[] {
  const pattern =
    /^(I\d+) (?:finding|undone), (\w+), from (\w+) of run \d+(?: \(about (F\d+)\))?: (.*)\n?((?: {2}.*\n?)*)/gm;
  return [...text.matchAll(pattern)].map(
    ([, id = '', severity = '', origin = '', feature = '', summary = '', detail = '']) => ({
      id,
      severity,
      origin,
      feature: feature === '' ? null : feature,
      summary,
      detail: detail.replace(/^ {2}/gm, '').trimEnd(),
    }),
  );
}
