import { z } from 'zod';
import type { AnyTool } from '../agent/tool.ts';
import { defineTool } from '../agent/tool.ts';
import type { BrowserDesk } from './shared/browserDesk.ts';

export function browserSnapshotTool(desk: BrowserDesk): AnyTool {
  return defineTool({
    name: 'browser_snapshot',
    description: 'Look at the page again: URL, title and accessibility tree.',
    kind: 'read',
    schema: z.strictObject({}),
    run: () => desk.showPage('browser_snapshot'),
  });
}
