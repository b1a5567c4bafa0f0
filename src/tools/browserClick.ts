import { z } from 'zod';
import type { AnyTool } from '../agent/tool.ts';
import { defineTool } from '../agent/tool.ts';
import { targetFields } from './shared/browserDesk.ts';
import type { BrowserDesk } from './shared/browserDesk.ts';

export function browserClickTool(desk: BrowserDesk): AnyTool {
  return defineTool({
    name: 'browser_click',
    description: 'Click an element, named by role and name as in the snapshot.',
    kind: 'effect',
    schema: z.strictObject(targetFields),
    run: ({ role, name, nth = null }) =>
      desk.act('browser_click', `Clicked ${role} "${name}".`, (session) => session.click({ role, name, nth })),
  });
}
