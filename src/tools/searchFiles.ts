import { z } from 'zod';
import type { AnyTool } from '../agent/tool.ts';
import { defineTool, refusal, result } from '../agent/tool.ts';
import type { Files } from '../ports/files.ts';

const MAX_MATCHES = 100;
const looksLikeRegex = /\\[.wsdb()[]|\.[*+]|\w\|\w/;

export function searchFilesTool({ files }: { files: Files }): AnyTool {
  return defineTool({
    name: 'search_files',
    description: 'Find a text, case-sensitive, in all files that git does not ignore. Result lines: PATH:LINE: TEXT.',
    kind: 'read',
    schema: z.strictObject({
      pattern: z.string().min(1),
      regex: z.boolean().default(false).describe('pattern is a regular expression'),
      glob: z.string().optional().describe('only in these files, e.g. src/**/*.ts'),
    }),
    run: async ({ pattern, regex, glob }) => {
      const found = await files.search({ pattern, isRegex: regex, glob: glob ?? null, maxMatches: MAX_MATCHES });
      if (!found.ok) return refusal(found.why);
      const { matches, truncated } = found.value;
      if (matches.length === 0) return result(noMatch(pattern, !regex && looksLikeRegex.test(pattern), glob));
      const lines = matches.map(({ path, line, text }) => `${path}:${line}: ${text}`);
      return result(lines.join('\n') + (truncated ? `\n[only the first ${matches.length}; narrow the search]` : ''));
    },
  });
}

function noMatch(pattern: string, wasMeantAsRegex: boolean, glob: string | undefined): string {
  const where = glob === undefined ? '' : ` in ${glob}`;
  const hint = wasMeantAsRegex
    ? ' It was searched for letter by letter; regex: true takes it as a regular expression.'
    : '';
  return `No match for ${pattern}${where}.${hint}`;
}
