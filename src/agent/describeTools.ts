import { z } from 'zod';
import type { ToolDescription } from '../ports/model.ts';
import type { AnyTool } from './tool.ts';

/** The tools as a model is told of them, in this order; JSON Schemas without what only validators need. */
export function describeTools(tools: readonly AnyTool[]): ToolDescription[] {
  return tools.map(({ name, description, schema }) => {
    const inputSchema: Record<string, unknown> = { ...z.toJSONSchema(schema, { io: 'input' }) };
    delete inputSchema['$schema'];
    return { name, description, inputSchema };
  });
}
