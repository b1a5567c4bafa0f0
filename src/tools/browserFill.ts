import { z } from 'zod';
import type { AnyTool } from '../agent/tool.ts';
import { defineTool } from '../agent/tool.ts';
import { targetFields } from './shared/browserDesk.ts';
import type { BrowserDesk } from './shared/browserDesk.ts';

export function browserFillTool(desk: BrowserDesk): AnyTool {
  return defineTool({
    name: 'browser_fill',
    description: 'Put text into a field, instead of what is in it.',
    kind: 'effect',
    schema: z.strictObject({ ...targetFields, text: z.string() }),
    run: ({ role, name, nth = null, text }) =>
      desk.act('browser_fill', `Filled ${role} "${name}".`, (session) => session.fill({ role, name, nth }, text)),
  });
}
