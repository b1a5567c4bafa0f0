import { z } from 'zod';
import type { AnyTool } from '../agent/tool.ts';
import { defineTool, result } from '../agent/tool.ts';
import type { BrowserDesk } from './shared/browserDesk.ts';
import { evidenceLine } from './shared/observation.ts';

export function browserConsoleTool(desk: BrowserDesk): AnyTool {
  return defineTool({
    name: 'browser_console',
    description: "The page's console messages and errors since browser_navigate.",
    kind: 'read',
    schema: z.strictObject({}),
    run: () =>
      desk.withSession(async (session) => {
        const lines = session.console().map(({ level, text }) => `${level}: ${text}`);
        const text = lines.length > 0 ? lines.join('\n') : 'The console is empty.';
        return result((await evidenceLine(desk.onObserved, { tool: 'browser_console', kind: 'console', text })) + text);
      }),
  });
}
