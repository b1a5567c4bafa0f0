import { allOf, unique } from '../briefText.ts';

export interface SourceText {
  path: string;
  text: string;
}

/** A place where two parts name the same thing differently. */
export interface Diagnosis {
  why: string;
  path: string;
  /** The parameter that is read, and the one that is sent. */
  reads: string;
  sent: string;
}

const readParameter = /query\.get\('(\w+)'\)/g;
const linkedParameter = /["'`]\/\?(\w+)=/g;
const formField = /<input[^>]*\bname="(\w+)"/g;

function isPageRoute({ text }: SourceText): boolean {
  return text.includes("from './pages/");
}

/**
 * Looks for the cause of a finding in the code that was read. It knows one kind of cause: a link sends a parameter that the routes of
 * the pages do not read, while they read another one that nothing sends. Null where this is not it.
 */
export function diagnose(findings: string, sources: readonly SourceText[]): Diagnosis | null {
  const addressed = unique(allOf(findings, /\/\?(\w+)=/g));
  const routes = sources.filter(isPageRoute);
  const read = unique(routes.flatMap(({ text }) => allOf(text, readParameter)));
  const linked = unique(sources.flatMap(({ text }) => allOf(text, linkedParameter)));
  const typed = sources.flatMap(({ text }) => allOf(text, formField));
  const ignored = addressed.filter((name) => linked.includes(name) && !read.includes(name));
  const unsent = read.filter((name) => !linked.includes(name) && !typed.includes(name));
  const [sent] = ignored;
  const [reads] = unsent;
  if (sent === undefined || reads === undefined || ignored.length > 1 || unsent.length > 1) return null;
  const path = routes.find(({ text }) => allOf(text, readParameter).includes(reads))?.path ?? '';
  const why = `The links send the parameter ${sent}, but ${path} reads ${reads}, which nothing sends.`;
  return { why, path, reads, sent };
}
