import { z } from 'zod';
import type { AnyTool } from '../agent/tool.ts';
import { defineTool } from '../agent/tool.ts';
import type { BrowserDesk } from './shared/browserDesk.ts';

export function browserPressTool(desk: BrowserDesk): AnyTool {
  return defineTool({
    name: 'browser_press',
    description: 'Press a key where the focus is: Enter, Tab, Escape, ArrowDown, Control+a …',
    kind: 'effect',
    schema: z.strictObject({ key: z.string().min(1) }),
    run: ({ key }) => desk.act('browser_press', `Pressed ${key}.`, (session) => session.press(key)),
  });
}
