import type { ModelRequest } from '../../src/ports/model.ts';
import { startModelServer } from '../support/modelServer/modelServer.ts';
import type { ModelServer } from '../support/modelServer/modelServer.ts';
import type { RequestRecord } from '../support/modelServer/requestRecords.ts';
import { closingReply, commandReply, turnsOf } from './benchPolicy.ts';
import { Interleaving } from './interleaving.ts';
import type { Block, Loop } from './interleaving.ts';
import { procSample } from './procFigures.ts';
import type { ProcSample } from './procFigures.ts';

/** Process of the model server. Over IPC: options → addresses; pids of the loops; "report" → what was seen. */
export interface TurnServerOptions {
  loops: Loop[];
  /** Turns with a shell command. */
  turns: number;
  turnsPerBlock: number;
}

export interface TurnServerAddresses {
  engine: string;
  bare: string;
}

/** Process ids of the loops. */
export type LoopPids = Partial<Record<Loop, number>>;

export type SeenRequest = Pick<
  RequestRecord,
  'conversation' | 'connection' | 'prefixBreak' | 'isFirstOfConversation' | 'cache' | 'bytes'
>;

export interface TurnReport {
  /** By loop and turn: ms from the last byte of a reply with a shell call to the next request. */
  gapsMs: Record<Loop, number[]>;
  blocks: Record<Loop, Block<ProcSample>[]>;
  /** What came from the engine. */
  requests: SeenRequest[];
  connections: number;
  prefixBreaks: number;
  /** Characters that the engine's first request holds in its tools, and in the first block of its system prompt. */
  prefixCharacters: number;
  /** The engine's first request as the bare loop sends it. */
  prefix: BarePrefix;
}

export interface BarePrefix {
  system: string[];
  tools: { name: string; description: string; input_schema: Record<string, unknown> }[];
  brief: string[];
}

async function serve({ loops, turns, turnsPerBlock }: TurnServerOptions): Promise<void> {
  const pids = message<LoopPids>();
  let known: LoopPids = {};
  const interleaving = new Interleaving<ProcSample>({
    loops,
    turnsPerBlock,
    observe: (loop) => procSample(known[loop] ?? process.pid),
  });
  let first: ModelRequest | null = null;

  const start = (loop: Loop): Promise<ModelServer> =>
    startModelServer({
      keepBodies: false,
      policy: async (request) => {
        if (loop === 'engine') first ??= request;
        known = await pids;
        const taken = turnsOf(request);
        if (taken < turns) {
          await interleaving.turn(loop);
          return commandReply(taken);
        }
        if (taken === turns) await interleaving.end(loop);
        return loop === 'engine' ? closingReply(request, taken - turns) : { text: 'Done.', calls: [] };
      },
    });
  const [engine, bare] = await Promise.all([start('engine'), start('bare')]);
  process.send?.({ engine: engine.url, bare: bare.url } satisfies TurnServerAddresses);
  await pids;
  await message();
  const report: TurnReport = {
    gapsMs: { engine: gapsOf(engine, turns), bare: gapsOf(bare, turns) },
    blocks: interleaving.blocks,
    requests: engine.requests.map(seen),
    connections: engine.connections(),
    prefixBreaks: engine.prefixBreaks(),
    ...prefixOf(first),
  };
  await new Promise((resolve) => process.send?.(report, resolve));
  await Promise.all([engine.close(), bare.close()]);
  process.disconnect();
}

function seen(request: RequestRecord): SeenRequest {
  const { conversation, connection, prefixBreak, isFirstOfConversation, cache, bytes } = request;
  return { conversation, connection, prefixBreak, isFirstOfConversation, cache, bytes };
}

/** Of the first conversation: each is sent one request after the other. */
function gapsOf({ requests }: ModelServer, turns: number): number[] {
  const own = requests.filter(({ conversation }) => conversation === 1);
  return own
    .slice(0, turns)
    .flatMap(({ answeredAtMs }, turn) =>
      answeredAtMs === null ? [] : [(own[turn + 1]?.arrivedAtMs ?? Number.NaN) - answeredAtMs],
    );
}

function prefixOf(first: ModelRequest | null): Pick<TurnReport, 'prefix' | 'prefixCharacters'> {
  const tools = (first?.tools ?? []).map(({ name, description, inputSchema }) => ({
    name,
    description,
    input_schema: inputSchema,
  }));
  const system = first?.system ?? [];
  const [opening] = first?.messages ?? [];
  const brief =
    opening?.role === 'user' ? opening.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])) : [];
  return { prefix: { system, tools, brief }, prefixCharacters: (JSON.stringify(tools) + (system[0] ?? '')).length };
}

function message<Content>(): Promise<Content> {
  return new Promise((resolve) => process.once('message', (content) => resolve(content as Content)));
}

if (process.send !== undefined && process.argv[1] === import.meta.filename) await serve(await message());
