import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ModelFailure, ModelFailureKind } from '../../../../src/ports/model.ts';
import type { Fault } from '../../../support/modelServer/faults.ts';
import {
  startModelServer,
  type ModelServer,
  type ModelServerOptions,
} from '../../../support/modelServer/modelServer.ts';
import { ask, complete, formats, good, say, testKey } from './formats.ts';

const policy = () => ({ text: 'I read it.', calls: [{ name: 'read', input: { path: 'src/some/file.ts' } }] });

describe('what can go wrong behind each wire format', () => {
  let server: ModelServer;
  const start = async (options: Partial<ModelServerOptions>) => {
    server = await startModelServer({ policy, ...options });
  };
  afterEach(() => server.close());

  for (const format of formats) {
    const failWith = async (fault: Fault, limits = {}): Promise<ModelFailure> => {
      await start({ faults: [{ at: 1, fault }] });
      const port = format.open(server, limits);
      const reply = await complete(port, ask([say('Go')]));
      if (reply.ok) assert.fail(`expected a failure, got ${JSON.stringify(reply)}`);
      // The failed request is no part of any conversation: the same one, sent again, is answered.
      assert.equal(good(await complete(port, ask([say('Go')]))).stop, 'calls');
      assert.deepEqual([server.retries(), server.prefixBreaks()], [1, 0]);
      return reply.failure;
    };

    describe(format.name, () => {
      const kinds: [Fault, ModelFailureKind, number | null][] = [
        [{ kind: 'rateLimited' }, 'rateLimited', 429],
        [{ kind: 'overloaded' }, 'overloaded', format.name === 'anthropic' ? 529 : 503],
        [{ kind: 'serverError' }, 'serverError', 500],
        [{ kind: 'noMoney' }, 'noMoney', format.name === 'anthropic' ? 400 : 429],
        [{ kind: 'wrongKey' }, 'badKey', 401],
        [{ kind: 'unknownModel' }, 'unknownModel', 404],
        [{ kind: 'contextOverflow' }, 'contextOverflow', 400],
        [{ kind: 'badRequest' }, 'badRequest', 400],
        [{ kind: 'cutInToolJson' }, 'streamCut', null],
        [{ kind: 'endWithoutFinal' }, 'streamCut', null],
        [{ kind: 'dropConnection' }, 'streamCut', null],
        [{ kind: 'errorEvent' }, format.name === 'anthropic' ? 'overloaded' : 'serverError', null],
      ];
      for (const [fault, kind, status] of kinds)
        it(`tells ${fault.kind} as ${kind}, in a sentence, and is asked again`, async () => {
          const failure = await failWith(fault);
          assert.deepEqual([failure.kind, failure.status], [kind, status]);
          assert.match(failure.message, /^[A-Z].{30,}\.$/s);
        });

      it('waits as told: seconds, milliseconds or a date', async () => {
        assert.equal((await failWith({ kind: 'rateLimited', retryAfterSeconds: 7 })).retryAfterMs, 7_000);
        await server.close();
        assert.equal((await failWith({ kind: 'rateLimited', retryAfterMs: 350 })).retryAfterMs, 350);
        await server.close();
        const retryAt = new Date(Date.now() + 60_000);
        const waitMs = (await failWith({ kind: 'rateLimited', retryAt })).retryAfterMs ?? 0;
        assert.ok(waitMs > 50_000 && waitMs <= 60_000, String(waitMs));
      });

      it('gives up on a stream that is silent, and not on one that pings', async () => {
        const failure = await failWith({ kind: 'stall' }, { stallLimitMs: 60 });
        assert.equal(failure.kind, 'stalled');
        assert.match(failure.message, /sent nothing for 60 ms.*request timeout/);
        await server.close();
        await start({ faults: [{ at: 1, fault: { kind: 'stall', pingEveryMs: 20, pings: 10 } }] });
        good(await complete(format.open(server, { stallLimitMs: 100 }), ask([say('Go')])));
      });

      it('gives up on a server that does not begin to answer', async () => {
        await start({ policy: () => new Promise((resolve) => setTimeout(resolve, 400, { text: '', calls: [] })) });
        const reply = await complete(format.open(server, { requestTimeoutMs: 60 }), ask([say('Go')]));
        assert.ok(!reply.ok && reply.failure.kind === 'stalled');
      });

      it('hands over malformed arguments as they were written, and can go on after them', async () => {
        await start({ faults: [{ at: 1, fault: { kind: 'malformedArguments' } }] });
        const port = format.open(server);
        const reply = good(await complete(port, ask([say('Go')])));
        const [call] = reply.calls;
        assert.deepEqual([call?.name, call?.input, call?.malformed], ['read', undefined, '{"path":"src/']);
        const { text, calls, native } = reply;
        const result = { kind: 'toolResult' as const, callId: call?.id ?? '', text: 'That is no JSON.', isError: true };
        const messages = [say('Go'), { role: 'assistant' as const, text, calls, native }];
        good(await complete(port, ask([...messages, { role: 'user', parts: [result] }])));
      });

      it('marks the call at the output limit as malformed', async () => {
        await start({ faults: [{ at: 1, fault: { kind: 'outputLimit' } }] });
        const reply = good(await complete(format.open(server), ask([say('Go')])));
        assert.deepEqual([reply.stop, reply.calls[0]?.input], ['length', undefined]);
        assert.ok(reply.calls[0]?.malformed);
      });

      it('tells a refusal of the model, and runs no call of it', async () => {
        await start({ faults: [{ at: 1, fault: { kind: 'refusal' } }] });
        const reply = good(await complete(format.open(server), ask([say('Go')])));
        assert.deepEqual([reply.stop, reply.calls], ['refusal', []]);
      });

      it('never shows the key', async () => {
        await start({ apiKey: 'another' });
        const reply = await complete(format.open(server), ask([say('Go')]));
        assert.ok(!reply.ok && reply.failure.kind === 'badKey');
        assert.ok(!reply.failure.message.includes(testKey.slice(3, 10)), reply.failure.message);
        assert.match(reply.failure.message, /_API_KEY/);
      });

      it('names the model that the server does not have', async () => {
        await start({ models: ['only-this'] });
        const reply = await complete(format.open(server), ask([say('Go')]));
        assert.ok(!reply.ok && reply.failure.kind === 'unknownModel');
        assert.match(reply.failure.message, /"test-model"/);
      });

      it('names the address where no server is', async () => {
        await start({});
        const gone = server.baseUrls;
        await server.close();
        const reply = await complete(format.open({ baseUrls: gone }), ask([say('Go')]));
        assert.ok(!reply.ok && reply.failure.kind === 'unreachable');
        assert.match(reply.failure.message, /http:\/\/127\.0\.0\.1:\d+.* \(ECONNREFUSED\).*Check/);
        await start({});
      });

      it('tells an address where something else answers', async () => {
        await start({});
        for (const status of [404, 200]) {
          const page = await startWebPage(status);
          const baseUrls = { anthropic: page.url, openai: page.url, compatible: page.url };
          const reply = await complete(format.open({ baseUrls }), ask([say('Go')]));
          page.close();
          assert.ok(!reply.ok && reply.failure.kind === 'badRequest', JSON.stringify(reply));
          assert.match(reply.failure.message, /Check the base URL/);
        }
      });

      it('names the address that has no name', async () => {
        await start({});
        const nowhere = 'http://no-such-host.invalid/v1';
        const baseUrls = { anthropic: nowhere, openai: nowhere, compatible: nowhere };
        const reply = await complete(format.open({ baseUrls }), ask([say('Go')]));
        assert.ok(!reply.ok && reply.failure.kind === 'unreachable');
        assert.match(reply.failure.message, /no-such-host\.invalid/);
      });

      it('ends at once when it is cancelled', async () => {
        await start({ faults: [{ at: 1, fault: { kind: 'stall' } }] });
        const cancelled = new AbortController();
        setTimeout(() => {
          cancelled.abort();
        }, 30);
        const reply = await complete(format.open(server), ask([say('Go')]), cancelled.signal);
        assert.ok(!reply.ok && reply.failure.kind === 'aborted');
        const before = await complete(format.open(server), ask([say('Go')]), AbortSignal.abort());
        assert.ok(!before.ok && before.failure.kind === 'aborted');
      });
    });
  }
});

async function startWebPage(status: number): Promise<{ url: string; close(): void }> {
  const page = http.createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Hello</h1>');
  });
  await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
  const { port } = page.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      page.close();
      page.closeAllConnections();
    },
  };
}
