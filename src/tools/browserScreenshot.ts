import { z } from 'zod';
import type { AnyTool } from '../agent/tool.ts';
import { defineTool, refusal, result } from '../agent/tool.ts';
import type { BrowserDesk } from './shared/browserDesk.ts';
import { evidenceLine } from './shared/observation.ts';

export function browserScreenshotTool(desk: BrowserDesk): AnyTool {
  return defineTool({
    name: 'browser_screenshot',
    description: 'Keep a picture of the page for people. You are told its evidence id, not shown the picture.',
    kind: 'read',
    schema: z.strictObject({}),
    run: () =>
      desk.withSession(async (session) => {
        const picture = await session.screenshot();
        if (!picture.ok) return refusal(picture.why);
        const text = `Screenshot, PNG, ${picture.value.length} bytes.`;
        const observation = { tool: 'browser_screenshot', kind: 'screenshot', text, bytes: picture.value } as const;
        return result((await evidenceLine(desk.onObserved, observation)) + text);
      }),
  });
}
