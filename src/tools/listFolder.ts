import { z } from 'zod';
import type { AnyTool } from '../agent/tool.ts';
import { defineTool, refusal, result } from '../agent/tool.ts';
import type { FileEntry, Files } from '../ports/files.ts';

const MAX_ENTRIES = 400;

export function listFolderTool({ files }: { files: Files }): AnyTool {
  return defineTool({
    name: 'list_folder',
    description:
      'List the files below a folder, dotfiles included, without what git ignores. Sizes in bytes. What is not listed is not there, or git ignores it.',
    kind: 'read',
    schema: z.strictObject({
      path: z.string().default('.'),
      depth: z.int().min(1).max(10).default(2),
    }),
    run: async ({ path, depth }) => {
      const listed = await files.list(path, { depth, maxEntries: MAX_ENTRIES });
      if (!listed.ok) return refusal(listed.why);
      const { entries, truncated } = listed.value;
      if (entries.length === 0) return result(`${path} is empty.`);
      const more = truncated ? `\n[only the first ${entries.length}; list a folder below, or less depth]` : '';
      return result(entries.map(entryLine).join('\n') + more);
    },
  });
}

function entryLine({ path, kind, bytes }: FileEntry): string {
  if (kind === 'folder') return `${path}/`;
  return kind === 'link' ? `${path} (link)` : `${path} ${bytes}`;
}
