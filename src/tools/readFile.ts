import { z } from 'zod';
import type { AnyTool } from '../agent/tool.ts';
import { defineTool, refusal, result } from '../agent/tool.ts';
import type { Files } from '../ports/files.ts';
import { evidenceLine } from './shared/observation.ts';
import type { OnObserved } from './shared/observation.ts';

interface ReadFileOptions {
  files: Files;
  limits: { maxReadBytes: number; maxToolResultBytes: number };
  onObserved?: OnObserved;
}

const LONGEST_LINE = 1000;
/** Left free in a result for its head and its last sentence. */
const SPARE_BYTES = 400;

export function readFileTool({ files, limits, onObserved }: ReadFileOptions): AnyTool {
  return defineTool({
    name: 'read_file',
    description:
      'Read a text file; paths are relative to the workspace. Lines come as "NUMBER<tab>TEXT", the numbers are not in the file. Long files come in pages: go on with fromLine. Of very long lines 1,000 characters are shown, from fromCharacter on.',
    kind: 'read',
    schema: z.strictObject({
      path: z.string(),
      fromLine: z.int().min(1).max(1e7).optional(),
      maxLines: z.int().min(1).max(1e5).optional(),
      fromCharacter: z.int().min(1).max(1e8).optional().describe('for very long lines'),
    }),
    run: async ({ path, fromLine = 1, maxLines = Infinity, fromCharacter = 1 }) => {
      const read = await files.read(path, limits.maxReadBytes);
      if (!read.ok) return refusal(read.why);
      const lines = read.value.split('\n');
      if (lines.at(-1) === '') lines.pop();
      if (lines.length === 0) return result(`${path} is empty.`);
      if (fromLine > lines.length) return refusal(`${path} has only ${lines.length} lines.`);
      const page = takePage(lines.slice(fromLine - 1, fromLine - 1 + maxLines), {
        fromLine,
        fromCharacter,
        maxBytes: limits.maxToolResultBytes - SPARE_BYTES,
      });
      const lastLine = fromLine - 1 + page.length;
      const range = lastLine - fromLine + 1 === lines.length ? '' : `, lines ${fromLine}–${lastLine}`;
      const more = lastLine < lines.length ? `\n[more: go on with fromLine ${lastLine + 1}]` : '';
      const text = `${path}${range} of ${lines.length} lines\n${page.join('\n')}${more}`;
      return result((await evidenceLine(onObserved, { tool: 'read_file', kind: 'read', text, url: path })) + text);
    },
  });
}

interface Page {
  fromLine: number;
  fromCharacter: number;
  maxBytes: number;
}

function takePage(lines: readonly string[], { fromLine, fromCharacter, maxBytes }: Page): string[] {
  const page: string[] = [];
  let bytes = 0;
  for (const [index, line] of lines.entries()) {
    const shown = line.length > LONGEST_LINE ? longLine(line, fromCharacter) : line;
    const numbered = `${fromLine + index}\t${shown}`;
    bytes += new TextEncoder().encode(numbered).length + 1;
    if (bytes > maxBytes && page.length > 0) break;
    page.push(numbered);
  }
  return page;
}

function longLine(line: string, fromCharacter: number): string {
  const end = fromCharacter - 1 + LONGEST_LINE;
  const before = fromCharacter > 1 ? '…' : '';
  const after = end < line.length ? '…' : '';
  return `${before}${line.slice(fromCharacter - 1, end)}${after} [${line.length} characters]`;
}
