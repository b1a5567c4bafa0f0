import { z } from 'zod';
import type { AnyTool } from '../agent/tool.ts';
import { defineTool, refusal, result } from '../agent/tool.ts';
import type { Files } from '../ports/files.ts';
import { tellWrote } from './shared/writeHooks.ts';
import type { OnWrote } from './shared/writeHooks.ts';

export function moveFileTool({ files, onWrote }: { files: Files; onWrote?: OnWrote }): AnyTool {
  return defineTool({
    name: 'move_file',
    description: 'Move or rename one file; folders are made.',
    kind: 'effect',
    schema: z.strictObject({ from: z.string(), to: z.string() }),
    run: async ({ from, to }) => {
      const moved = await files.move(from, to);
      if (!moved.ok) return refusal(moved.why);
      await tellWrote(files, from, onWrote);
      await tellWrote(files, to, onWrote);
      return result(`Moved ${from} to ${to}.`);
    },
    interrupted: async ({ from, to }) => {
      const [source, target] = await Promise.all([files.hash(from), files.hash(to)]);
      if (source === null && target !== null) return 'The file has been moved.';
      return source !== null ? `The file is still at ${from}.` : 'The file is at neither place.';
    },
  });
}
