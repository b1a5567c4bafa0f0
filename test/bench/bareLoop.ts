import { spawn } from 'node:child_process';
import Anthropic from '@anthropic-ai/sdk';
import type { BarePrefix } from './turnServer.ts';

/**
 * Process of the bare loop that the engine is compared with: the same SDK, prompt and commands, the whole history in
 * memory, rolling cache marks; no journal, no limits, no checks. Over IPC: options.
 */
export interface BareLoopOptions {
  url: string;
  model: string;
  folder: string;
  prefix: BarePrefix;
}

interface Message {
  role: 'user' | 'assistant';
  content: Anthropic.ContentBlockParam[];
}

const ephemeral = { type: 'ephemeral' } as const;
const MAX_TOKENS = 16_000;

async function loop({ url, model, folder, prefix }: BareLoopOptions): Promise<void> {
  const client = new Anthropic({ apiKey: 'bench', baseURL: url, maxRetries: 0 });
  const system = prefix.system.map((text) => ({ type: 'text' as const, text }));
  const tools = prefix.tools.map((tool) => ({
    ...tool,
    input_schema: { ...tool.input_schema, type: 'object' as const },
  }));
  const messages: Message[] = [{ role: 'user', content: prefix.brief.map((text) => ({ type: 'text', text })) }];
  for (;;) {
    const stream = client.messages.stream({
      model,
      max_tokens: MAX_TOKENS,
      tools,
      system: marked(system),
      messages: messages.map((message, index) =>
        index === messages.length - 1 ? { ...message, content: marked(message.content) } : message,
      ),
    });
    const { content } = await stream.finalMessage();
    messages.push({ role: 'assistant', content });
    const call = content.find((block) => block.type === 'tool_use');
    if (call === undefined) return;
    const { command } = call.input as { command: string };
    messages.push({
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: call.id, content: await runCommand(command, folder) }],
    });
  }
}

function marked<Content extends object>(blocks: Content[]): Content[] {
  return blocks.map((block, index) => (index === blocks.length - 1 ? { ...block, cache_control: ephemeral } : block));
}

function runCommand(command: string, folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', command], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => resolve(`exit code ${code ?? 'unknown'}\n${output}`));
  });
}

process.once('message', (options) => {
  void loop(options as BareLoopOptions).then(
    () => process.disconnect(),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
