import type { z } from 'zod';
import type { ToolCall } from '../ports/model.ts';
import type { AnyTool } from './tool.ts';

export type ParsedCall = { ok: true; tool: AnyTool } | { ok: false; text: string };

const NOT_RUN = 'Not run: ';
const UNREADABLE = 'Not run, the call could not be read: ';
const SHOWN_CHARACTERS = 300;

export function wasNotRun(result: string): boolean {
  return result.startsWith(NOT_RUN) || wasUnreadable(result);
}

export function wasUnreadable(result: string): boolean {
  return result.startsWith(UNREADABLE);
}

/** The result of a call that was fine, but for which there was no turn any more. */
export function notRun(why: string): string {
  return NOT_RUN + why;
}

/** Finds the tool and checks the input; on failure the text tells the model everything that is wrong. */
export function parseCall(call: ToolCall, tools: ReadonlyMap<string, AnyTool>): ParsedCall {
  const tool = tools.get(call.name);
  if (!tool) {
    return unreadable(`there is no tool ${JSON.stringify(call.name)}. The tools are: ${[...tools.keys()].join(', ')}.`);
  }
  if (call.malformed !== undefined) return unreadable(malformedText(call.name, call.malformed));
  const parsed = tool.schema.safeParse(call.input);
  if (parsed.success) return { ok: true, tool };
  const problems = parsed.error.issues.map((issue) => `- ${describeIssue(issue)}`);
  return unreadable(`the input of ${call.name} does not fit.\n${problems.join('\n')}\n${fieldsText(tool, call.input)}`);
}

function unreadable(why: string): ParsedCall {
  return { ok: false, text: UNREADABLE + why };
}

function malformedText(name: string, written: string): string {
  const shown =
    written.length > SHOWN_CHARACTERS
      ? `${written.slice(0, SHOWN_CHARACTERS)}… (${written.length} characters)`
      : written;
  return (
    `the arguments of ${name} are not one complete JSON object. You wrote: ${shown}\n` +
    'Make the call again with valid JSON: quotes and newlines inside strings escaped, nothing after the closing brace.'
  );
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.reduce<string>((text, part) => text + pathPart(part, text), '');
  const where = path === '' ? '' : `${path}: `;
  if (issue.code === 'unrecognized_keys') {
    return `${where}unknown field${issue.keys.length > 1 ? 's' : ''} ${issue.keys.join(', ')}`;
  }
  if (issue.message.endsWith('received undefined')) {
    return `${where}is missing (${issue.message.replace(/^Invalid input: |, received undefined$/g, '')})`;
  }
  return where + issue.message.replace(/^Invalid input: /, '');
}

function pathPart(part: PropertyKey, before: string): string {
  if (typeof part === 'number') return `[${part}]`;
  return before === '' ? String(part) : `.${String(part)}`;
}

function fieldsText(tool: AnyTool, input: unknown): string {
  const known = fieldNames(tool.schema);
  const sent = typeof input === 'object' && input !== null ? Object.keys(input) : [];
  const sentText = sent.length > 0 ? ` You sent: ${sent.join(', ')}.` : '';
  return known.length > 0 ? `Fields of ${tool.name}: ${known.join(', ')}.${sentText}` : `${tool.name} takes no input.`;
}

function fieldNames(schema: z.ZodType): string[] {
  return 'shape' in schema && typeof schema.shape === 'object' && schema.shape !== null
    ? Object.keys(schema.shape)
    : [];
}
