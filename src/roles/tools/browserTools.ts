import type { AnyTool } from '../../agent/tool.ts';
import { browserClickTool } from '../../tools/browserClick.ts';
import { browserFillTool } from '../../tools/browserFill.ts';
import { browserNavigateTool } from '../../tools/browserNavigate.ts';
import { browserPressTool } from '../../tools/browserPress.ts';
import { browserSelectTool } from '../../tools/browserSelect.ts';
import { browserSnapshotTool } from '../../tools/browserSnapshot.ts';
import type { BrowserDesk } from '../../tools/shared/browserDesk.ts';

/** What it takes to use a page as a person would. */
export function browserTools(desk: BrowserDesk): AnyTool[] {
  return [
    browserNavigateTool(desk),
    browserSnapshotTool(desk),
    browserClickTool(desk),
    browserFillTool(desk),
    browserSelectTool(desk),
    browserPressTool(desk),
  ];
}
