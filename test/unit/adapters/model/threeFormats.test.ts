import assert from 'node:assert/strict';
import type { ModelMessage, ModelRequest } from '../../../../src/ports/model.ts';
import type { Policy } from '../../../support/modelServer/policy.ts';
import {
  startModelServer,
  type ModelServer,
  type ModelServerOptions,
} from '../../../support/modelServer/modelServer.ts';
import { ask, complete, formats, good, goOn, say } from './formats.ts';

const twoReads: Policy = () => ({
  text: 'Let me look.',
  calls: [
    { name: 'read', input: { path: 'a "quoted" name\n' } },
    { name: 'read', input: { path: 'ünï/code.ts', nested: { list: [1, 2] } } },
  ],
});

describe('a model behind each wire format', () => {
  let server: ModelServer;
  const start = async (options: Partial<ModelServerOptions> & { policy: Policy }) => {
    server = await startModelServer(options);
  };
  afterEach(() => server.close());

  for (const format of formats) {
    describe(format.name, () => {
      it('gives text as it arrives, then the whole', async () => {
        await start({ policy: () => ({ text: 'Some words in several pieces.', calls: [] }) });
        const heard: string[] = [];
        const onText = (text: string) => heard.push(text);
        const request = ask([say('Hello')]);
        const reply = await format.open(server).complete(request, { signal: new AbortController().signal, onText });
        assert.equal(good(reply).text, 'Some words in several pieces.');
        assert.deepEqual([good(reply).stop, good(reply).calls], ['end', []]);
        assert.ok(heard.length >= 3);
        assert.equal(heard.join(''), 'Some words in several pieces.');
      });

      it('gives parallel calls with their arguments, put together from pieces', async () => {
        await start({ policy: twoReads });
        const reply = good(await complete(format.open(server), ask([say('Go')])));
        assert.deepEqual([reply.text, reply.stop], ['Let me look.', 'calls']);
        assert.deepEqual(
          reply.calls.map(({ name, input }) => ({ name, input })),
          (await twoReads(ask([]))).calls,
        );
        assert.equal(new Set(reply.calls.map(({ id }) => id)).size, 2);
      });

      it('lets the server see the conversation as it was given', async () => {
        await start({ policy: twoReads, reasoning: true });
        const port = format.open(server);
        const brief = say('What all share.', 'What this run needs.');
        const reply = good(await complete(port, ask([brief])));
        const [first, second] = reply.calls;
        assert.ok(first && second && reply.native);
        const results: ModelMessage = {
          role: 'user',
          parts: [
            { kind: 'toolResult', callId: first.id, text: 'found', isError: false },
            { kind: 'toolResult', callId: second.id, text: 'no such file', isError: true },
            { kind: 'text', text: 'A notice.' },
          ],
        };
        const { text, calls, native } = reply;
        await complete(port, ask([brief, { role: 'assistant', text, calls, native }, results]));
        const seen = server.requests[1]?.request;
        const expected: ModelRequest = ask([
          format.name === 'chat' ? say('What all share.\n\nWhat this run needs.') : brief,
          { role: 'assistant', text, calls, native: null },
          results,
        ]);
        assert.deepEqual(seen, { ...expected, cacheKey: format.name === 'responses' ? 'worker' : '' });
      });

      it('sends back unchanged what the provider made, reasoning included', async () => {
        await start({ policy: twoReads, reasoning: true });
        const port = format.open(server);
        const brief = [say('Go')];
        const reply = good(await complete(port, ask(brief)));
        await complete(port, ask(goOn(brief, reply, 'text')));
        const sent = JSON.stringify(server.requests[1]?.body);
        const marks = { anthropic: 'signature+12/2==', responses: 'encrypted+2/==', chat: 'Thinking it over.' };
        assert.ok(sent.includes(marks[format.name]), sent);
        assert.equal(server.prefixBreaks(), 0);
      });

      it('rebuilds turns that another provider made', async () => {
        await start({ policy: twoReads });
        const foreign: ModelMessage = {
          role: 'assistant',
          text: 'Looking.',
          calls: [{ id: 'functions.read:0', name: 'read', input: { path: 'x' } }],
          native: { format: 'rehearsal', blocks: [] },
        };
        const result = { kind: 'toolResult' as const, callId: 'functions.read:0', text: 'text of x', isError: false };
        await complete(format.open(server), ask([say('Go'), foreign, { role: 'user', parts: [result] }]));
        const [, turn, answer] = server.requests[0]?.request?.messages ?? [];
        assert.equal(server.requests[0]?.status, 200);
        assert.ok(turn?.role === 'assistant' && turn.text === 'Looking.' && answer?.role === 'user');
        assert.deepEqual(turn.calls[0]?.input, { path: 'x' });
      });

      it('goes on after a reply with nothing in it', async () => {
        await start({ policy: () => ({ text: '', calls: [] }) });
        const port = format.open(server);
        const reply = good(await complete(port, ask([say('Go')])));
        assert.deepEqual([reply.text, reply.calls, reply.stop], ['', [], 'end']);
        const next = await complete(port, ask([...goOn([say('Go')], reply, ''), say('Please call a tool.')]));
        assert.equal(next.ok, true);
      });

      it('counts input, cache reads and cache writes apart', async () => {
        await start({ policy: twoReads });
        const port = format.open(server);
        const brief = [say('shared '.repeat(2_000), 'own part')];
        const first = good(await complete(port, ask(brief)));
        const second = good(await complete(port, ask(goOn(brief, first, 'text'))));
        const record = server.requests[1];
        const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens } = second.usage;
        assert.deepEqual({ inputTokens, cacheReadTokens, cacheWriteTokens }, record?.usage);
        assert.ok(cacheReadTokens > 3_000 && outputTokens > 0);
        assert.equal(inputTokens + cacheReadTokens + cacheWriteTokens, record?.cache.tokens);
      });

      it('uses one connection for call after call, breaks no prefix and reads nearly all from the cache', async () => {
        const turns = 40;
        await start({ policy: twoReads, keepBodies: false });
        const port = format.open(server);
        let messages: ModelMessage[] = [say('brief '.repeat(3_000), 'own part')];
        for (let turn = 0; turn < turns; turn++)
          messages = goOn(messages, good(await complete(port, ask(messages))), `result of turn ${turn}`);
        const later = server.requests.slice(1);
        const read = later.reduce((sum, { usage }) => sum + usage.cacheReadTokens, 0);
        const all = later.reduce((sum, { cache }) => sum + cache.tokens, 0);
        assert.deepEqual([server.requests.length, server.connections(), server.prefixBreaks()], [turns, 1, 0]);
        assert.ok(read / all > 0.96, `only ${read / all} came from the cache`);
      });

      it('keeps calls that run at the same time apart', async () => {
        await start({
          policy: ({ messages }) => ({ text: JSON.stringify(messages), calls: [] }),
          eventDelayMs: 2,
        });
        const port = format.open(server);
        const names = ['one', 'two', 'three', 'four'];
        const replies = await Promise.all(names.map((name) => complete(port, ask([say(name)]))));
        assert.deepEqual(
          replies.map((reply, at) => good(reply).text.includes(names[at] ?? '')),
          [true, true, true, true],
        );
      });
    });
  }
});
