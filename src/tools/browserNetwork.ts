import { z } from 'zod';
import type { AnyTool } from '../agent/tool.ts';
import { defineTool, result } from '../agent/tool.ts';
import type { BrowserDesk } from './shared/browserDesk.ts';
import { evidenceLine } from './shared/observation.ts';

export function browserNetworkTool(desk: BrowserDesk): AnyTool {
  return defineTool({
    name: 'browser_network',
    description: "The page's requests with their status since browser_navigate.",
    kind: 'read',
    schema: z.strictObject({}),
    run: () =>
      desk.withSession(async (session) => {
        const lines = session
          .network()
          .map(({ method, url, status, failure }) => `${method} ${url} ${failure ?? status ?? 'no answer yet'}`);
        const text = lines.length > 0 ? lines.join('\n') : 'No requests.';
        return result((await evidenceLine(desk.onObserved, { tool: 'browser_network', kind: 'network', text })) + text);
      }),
  });
}
