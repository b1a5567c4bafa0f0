import { z } from 'zod';
import type { AnyTool } from '../agent/tool.ts';
import { defineTool, refusal, result } from '../agent/tool.ts';
import type { Files } from '../ports/files.ts';
import { tellWrote } from './shared/writeHooks.ts';
import type { OnWrote } from './shared/writeHooks.ts';

export function deleteFileTool({ files, onWrote }: { files: Files; onWrote?: OnWrote }): AnyTool {
  return defineTool({
    name: 'delete_file',
    description: 'Delete one file.',
    kind: 'effect',
    schema: z.strictObject({ path: z.string() }),
    run: async ({ path }) => {
      const removed = await files.remove(path);
      if (!removed.ok) return refusal(removed.why);
      await tellWrote(files, path, onWrote);
      return result(`Deleted ${path}.`);
    },
    interrupted: async ({ path }) =>
      (await files.hash(path)) === null ? 'The file is gone.' : 'The file is still there.',
  });
}
