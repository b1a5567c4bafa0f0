import type http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './faults.ts';
import type { Wire } from './wire.ts';

export interface StreamOptions {
  response: http.ServerResponse;
  wire: Wire;
  events: string[];
  fault: Fault | null;
  eventDelayMs: number;
}

const ARGUMENTS = /partial_json":"[^"]|arguments\.delta|"arguments":"[^"]/;

/** Writes the events one by one; true if the whole stream went out. */
export async function writeStream(options: StreamOptions): Promise<boolean> {
  const { response, wire, events, fault, eventDelayMs } = options;
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  const half = Math.max(1, Math.floor(events.length / 2));
  switch (fault?.kind) {
    case 'cutInToolJson': {
      const first = events.findIndex((event) => ARGUMENTS.test(event));
      await write(response, events.slice(0, first === -1 ? half : first + 1), eventDelayMs);
      await sleep(5);
      response.destroy();
      return false;
    }
    case 'endWithoutFinal':
      await write(response, events.slice(0, events.length - wire.finalEvents), eventDelayMs);
      response.end();
      return false;
    case 'errorEvent':
      await write(response, [...events.slice(0, half), wire.errorEvent], eventDelayMs);
      response.end();
      return false;
    case 'stall':
      await write(response, events.slice(0, half), eventDelayMs);
      if (!(await stall(options, fault))) return false;
      await write(response, events.slice(half), eventDelayMs);
      break;
    default:
      await write(response, events, eventDelayMs);
  }
  await new Promise<void>((resolve) => response.end(resolve));
  return true;
}

/** True if the stream goes on afterwards; without pings it is silent until the client goes. */
async function stall({ response, wire }: StreamOptions, fault: Extract<Fault, { kind: 'stall' }>): Promise<boolean> {
  if (fault.pingEveryMs === undefined) {
    await new Promise((resolve) => response.once('close', resolve));
    return false;
  }
  for (let sent = 0; sent < (fault.pings ?? 5); sent++) {
    await sleep(fault.pingEveryMs);
    response.write(wire.ping);
  }
  return true;
}

async function write(response: http.ServerResponse, events: string[], delayMs: number): Promise<void> {
  for (const event of events) {
    response.write(event);
    if (delayMs > 0) await sleep(delayMs);
  }
}
