import fs from 'node:fs';
import path from 'node:path';
import type { FileResult, SearchMatch, SearchQuery } from '../../ports/files.ts';
import { hardenedGit, hostEnvironment, readProgram } from './hostProgram.ts';
import type { ProgramEnd } from './hostProgram.ts';
import { shown } from './pathResolver.ts';

export interface SearchLimits {
  timeLimitMs: number;
  maxOutputBytes: number;
  maxLineCharacters: number;
}

export interface SearchOptions {
  /** The real path of the workspace. */
  workspace: string;
  /** Absolute path of ripgrep, or null to use `git grep`. */
  ripgrep: string | null;
  limits: SearchLimits;
  /** Whether an agent may read this file; matches in others are left out. */
  mayRead: (file: string) => boolean;
}

export type SearchOutcome = FileResult<{ matches: SearchMatch[]; truncated: boolean }>;

const hiddenFiles = ['.env', '.env.*', '.envrc'];

/** Searches the text files of a workspace, ignored ones left out, without a shell. The pattern is never an option. */
export async function searchFiles(query: SearchQuery, options: SearchOptions): Promise<SearchOutcome> {
  if (query.pattern === '') return { ok: false, why: 'The pattern is empty; give the text to search for.' };
  if (/[\0\n]/u.test(query.pattern)) return { ok: false, why: 'The pattern spans lines; search for one line of it.' };
  if (query.glob !== null && query.glob.includes('\0')) return { ok: false, why: 'The glob contains a NUL character.' };
  const ended =
    options.ripgrep === null ? await byGit(query, options) : await byRipgrep(query, options, options.ripgrep);
  const nothingFound = ended.exitCode === 1 && ended.errorText === '';
  if (ended.exitCode !== 0 && !nothingFound && !ended.truncated && ended.output.length === 0) {
    return { ok: false, why: whyNoSearch(query, ended.errorText) };
  }
  return { ok: true, value: readMatches(ended, query, options) };
}

function byRipgrep(query: SearchQuery, options: SearchOptions, ripgrep: string): Promise<ProgramEnd> {
  const output = [
    '--no-config',
    '--line-number',
    '--no-heading',
    '--with-filename',
    '--null',
    '--color=never',
    '--sort=path',
  ];
  const globs = [...(query.glob === null ? [] : [query.glob]), '!.git', ...hiddenFiles.map((each) => `!${each}`)];
  return readProgram({
    program: ripgrep,
    args: [
      ...output,
      '--hidden',
      ...(query.isRegex ? [] : ['--fixed-strings']),
      ...globs.map((glob) => `--glob=${glob}`),
      `--regexp=${query.pattern}`,
      '--',
      '.',
    ],
    environment: hostEnvironment({}),
    folder: options.workspace,
    timeLimitMs: options.limits.timeLimitMs,
    maxOutputBytes: options.limits.maxOutputBytes,
  });
}

async function byGit(query: SearchQuery, options: SearchOptions): Promise<ProgramEnd> {
  if (!query.isRegex) return gitGrep(query, options, '--fixed-strings');
  const perl = await gitGrep(query, options, '--perl-regexp');
  const withoutPerl = perl.exitCode !== 0 && /USE_LIBPCRE/u.test(perl.errorText);
  return withoutPerl ? gitGrep(query, options, '--extended-regexp') : perl;
}

function gitGrep(query: SearchQuery, options: SearchOptions, dialect: string): Promise<ProgramEnd> {
  const inRepository = fs.existsSync(path.join(options.workspace, '.git'));
  const git = hardenedGit(options.workspace);
  const scope = inRepository ? ['--untracked'] : ['--no-index', '--exclude-standard'];
  return readProgram({
    program: 'git',
    args: [
      ...(inRepository ? git.args : ['--no-pager']),
      'grep',
      ...scope,
      '--no-textconv',
      '--no-color',
      '--full-name',
      '-I',
      '-n',
      '-z',
      dialect,
      '-e',
      query.pattern,
      '--',
      ...pathspecs(query.glob),
    ],
    environment: git.environment,
    folder: options.workspace,
    timeLimitMs: options.limits.timeLimitMs,
    maxOutputBytes: options.limits.maxOutputBytes,
  });
}

/** Pathspecs that mean what the glob means to ripgrep: a name without a slash matches in every folder, braces list choices. */
function pathspecs(glob: string | null): string[] {
  const hidden = [...hiddenFiles.map((each) => `**/${each}`), '**/node_modules/**'].map(
    (each) => `:(exclude,icase,glob)${each}`,
  );
  if (glob === null) return ['.', ...hidden];
  const excluding = glob.startsWith('!');
  const choices = expandBraces(excluding ? glob.slice(1) : glob).map((each) => {
    const relative = each.replace(/^\.?\//u, '');
    return relative.includes('/') ? relative : `**/${relative}`;
  });
  if (excluding) return ['.', ...choices.map((each) => `:(exclude,glob)${each}`), ...hidden];
  return [...choices.map((each) => `:(glob)${each}`), ...hidden];
}

const maxChoices = 64;

function expandBraces(glob: string): string[] {
  let choices = [glob];
  for (;;) {
    const expanded = choices.flatMap((each) => {
      const braces = /\{([^{}]*)\}/u.exec(each);
      if (braces === null) return [each];
      const before = each.slice(0, braces.index);
      const after = each.slice(braces.index + braces[0].length);
      return (braces[1] ?? '').split(',').map((choice) => before + choice + after);
    });
    if (expanded.length > maxChoices || expanded.every((each, index) => each === choices[index])) return choices;
    choices = expanded;
  }
}

function readMatches(
  ended: ProgramEnd,
  query: SearchQuery,
  options: SearchOptions,
): { matches: SearchMatch[]; truncated: boolean } {
  const lines = ended.output.toString('utf8').split('\n');
  if (ended.truncated || lines.at(-1) === '') lines.pop();
  const readable = new Map<string, boolean>();
  const matches: SearchMatch[] = [];
  for (const line of lines) {
    const match = /^([^\0]+)\0(\d+)[:\0](.*)$/su.exec(line);
    if (match === null) continue;
    const file = (match[1] ?? '').replace(/^\.\//u, '');
    const allowed = readable.get(file) ?? options.mayRead(file);
    readable.set(file, allowed);
    if (!allowed) continue;
    if (matches.length === query.maxMatches) return { matches, truncated: true };
    matches.push({
      path: file,
      line: Number(match[2]),
      text: shortened(match[3] ?? '', query, options.limits.maxLineCharacters),
    });
  }
  return { matches, truncated: ended.truncated };
}

/** A long line is cut on both sides of what was found, so that the find itself is seen. */
function shortened(text: string, query: SearchQuery, maxCharacters: number): string {
  const line = text.replace(/\r$/u, '');
  if (line.length <= maxCharacters) return line;
  const from = Math.max(0, Math.min(placeIn(line, query) - maxCharacters / 2, line.length - maxCharacters));
  const to = from + maxCharacters;
  return `${from > 0 ? '…' : ''}${line.slice(from, to)}${to < line.length ? '…' : ''}`;
}

/** Where the line matches; its start where JavaScript reads the expression differently from the program that searched. */
function placeIn(line: string, { pattern, isRegex }: SearchQuery): number {
  if (!isRegex) return Math.max(0, line.indexOf(pattern));
  try {
    return Math.max(0, line.search(new RegExp(pattern, 'u')));
  } catch {
    return 0;
  }
}

function whyNoSearch(query: SearchQuery, errorText: string): string {
  const said = errorText.split('\n').find((line) => line.trim() !== '') ?? 'no reason given';
  const hint = query.isRegex
    ? 'If the pattern is meant literally, search for it as plain text.'
    : 'Try a simpler pattern.';
  return `The search for ${shown(query.pattern)} did not run: ${said.trim().slice(0, 300)}. ${hint}`;
}
