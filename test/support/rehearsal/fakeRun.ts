import type { ModelMessage, ModelRequest, UserPart } from '../../../src/ports/model.ts';
import type { PolicyReply } from '../modelServer/policy.ts';

export interface FakeAnswer {
  text: string;
  isError?: boolean;
}

/** A run of one role whose tools answer what a test wants; the requests are those that the agent loop would send. */
export class FakeRun {
  readonly requests: ModelRequest[] = [];
  readonly #policy: (request: ModelRequest) => PolicyReply;
  readonly #endsWith: string;
  readonly #messages: ModelMessage[];

  constructor(policy: (request: ModelRequest) => PolicyReply, endsWith: string, brief: string[]) {
    this.#policy = policy;
    this.#endsWith = endsWith;
    this.#messages = [{ role: 'user', parts: brief.map((text) => ({ kind: 'text', text })) }];
  }

  get request(): ModelRequest {
    return {
      model: 'scripted',
      system: ['You are one run of a mission.'],
      tools: [{ name: this.#endsWith, description: 'Ends this run.', inputSchema: { type: 'object' } }],
      messages: structuredClone(this.#messages),
      maxOutputTokens: 16_000,
      effort: null,
      cacheKey: 'mission-1',
    };
  }

  /** The next reply; it becomes part of the conversation by `answer`. */
  reply(): PolicyReply {
    const { request } = this;
    this.requests.push(request);
    return this.#policy(request);
  }

  /** Takes the next reply and answers its calls one by one; `notice` is said beside. Gives the reply. */
  answer(by: (name: string, input: unknown, place: number) => FakeAnswer, notice?: string): PolicyReply {
    const said = this.reply();
    const turn = this.#messages.length;
    const calls = said.calls.map((call, place) => ({ ...call, id: `call-${String(turn)}-${String(place)}` }));
    const results = calls.map(({ id, name, input }, place): UserPart => {
      const { text, isError = false } = by(name, input, place);
      return { kind: 'toolResult', callId: id, text, isError };
    });
    const notices: UserPart[] = notice === undefined ? [] : [{ kind: 'text', text: notice }];
    this.#messages.push({ role: 'assistant', text: said.text, calls, native: null });
    this.#messages.push({ role: 'user', parts: [...results, ...notices] });
    return said;
  }
}
