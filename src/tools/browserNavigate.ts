import { z } from 'zod';
import type { AnyTool } from '../agent/tool.ts';
import { defineTool } from '../agent/tool.ts';
import type { BrowserDesk } from './shared/browserDesk.ts';

export function browserNavigateTool(desk: BrowserDesk): AnyTool {
  return defineTool({
    name: 'browser_navigate',
    description:
      'Open a URL of a running service in the browser. This and every action return a snapshot: URL, title and accessibility tree. Dialogs are accepted and told.',
    kind: 'effect',
    schema: z.strictObject({ url: z.string() }),
    run: ({ url }) => desk.navigate('browser_navigate', url),
  });
}
