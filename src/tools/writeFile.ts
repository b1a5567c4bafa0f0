import { z } from 'zod';
import type { AnyTool } from '../agent/tool.ts';
import { defineTool, refusal, result } from '../agent/tool.ts';
import type { Files } from '../ports/files.ts';
import { tellWrote } from './shared/writeHooks.ts';
import type { OnWrote } from './shared/writeHooks.ts';

interface WriteFileOptions {
  files: Files;
  limits: { maxReadBytes: number };
  onWrote?: OnWrote;
}

export function writeFileTool({ files, limits, onWrote }: WriteFileOptions): AnyTool {
  return defineTool({
    name: 'write_file',
    description: 'Create a file, or replace all of it; folders are made. To change part of a file use edit_file.',
    kind: 'effect',
    schema: z.strictObject({ path: z.string(), text: z.string() }),
    run: async ({ path, text }) => {
      const written = await files.write(path, text);
      if (!written.ok) return refusal(written.why);
      await tellWrote(files, path, onWrote);
      return result(`${written.value.created ? 'Created' : 'Replaced'} ${path}.`);
    },
    interrupted: async ({ path, text }) => {
      await files.tidy(path);
      const read = await files.read(path, limits.maxReadBytes);
      return read.ok && read.value === text ? 'The text is in the file.' : 'The text is not in the file.';
    },
  });
}
