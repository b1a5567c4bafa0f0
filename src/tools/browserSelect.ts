import { z } from 'zod';
import type { AnyTool } from '../agent/tool.ts';
import { defineTool } from '../agent/tool.ts';
import { targetFields } from './shared/browserDesk.ts';
import type { BrowserDesk } from './shared/browserDesk.ts';

export function browserSelectTool(desk: BrowserDesk): AnyTool {
  return defineTool({
    name: 'browser_select',
    description: 'Choose an option of a combobox or listbox by its label.',
    kind: 'effect',
    schema: z.strictObject({ ...targetFields, option: z.string() }),
    run: ({ role, name, nth = null, option }) =>
      desk.act('browser_select', `Chose "${option}" in ${role} "${name}".`, (session) =>
        session.select({ role, name, nth }, option),
      ),
  });
}
