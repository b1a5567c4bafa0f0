import type { AnyTool } from '../../agent/tool.ts';
import type { Limits } from '../../mission/limits.ts';
import type { Files } from '../../ports/files.ts';
import { listFolderTool } from '../../tools/listFolder.ts';
import { readFileTool } from '../../tools/readFile.ts';
import { searchFilesTool } from '../../tools/searchFiles.ts';

/** The three tools of everybody who reads a workspace. */
export function readTools(files: Files, limits: Limits): AnyTool[] {
  return [readFileTool({ files, limits }), listFolderTool({ files }), searchFilesTool({ files })];
}

const agentsFileBytes = 40_000;

/** AGENTS.md of the repository, or null. */
export async function agentsFile(files: Files): Promise<string | null> {
  const read = await files.read('AGENTS.md', agentsFileBytes);
  return read.ok ? read.value : null;
}
