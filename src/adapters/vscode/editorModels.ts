import * as vscode from 'vscode';
import type { LanguageModelAccessInformation, LanguageModelChat } from 'vscode';
import type {
  CompleteOptions,
  ModelFailureKind,
  ModelMessage,
  ModelPort,
  ModelReply,
  ModelRequest,
  TokenUsage,
  ToolCall,
  UserPart,
} from '../../ports/model.ts';

const charactersPerToken = 4;
const maxOutputTokens = 16_000;
const justification = 'Longhaul works on your mission with the model you chose for a role.';

export interface EditorModel {
  model: string;
  title: string;
  /** Whether the user has agreed that Longhaul may use it; asked for when it is chosen. */
  isAllowed: boolean;
}

/** Models that other extensions offer in this editor. They name no usage and have no cache, so tokens are estimated and money is unknown. */
export class EditorModels {
  readonly #access: LanguageModelAccessInformation;
  #chats: readonly LanguageModelChat[] = [];

  private constructor(access: LanguageModelAccessInformation) {
    this.#access = access;
  }

  /** `changed` is called when models come or go, or when the user allows or forbids one. */
  static async read(
    access: LanguageModelAccessInformation,
    changed: () => void,
  ): Promise<{ models: EditorModels; watching: vscode.Disposable }> {
    const models = new EditorModels(access);
    await models.#readAgain();
    const watching = vscode.Disposable.from(
      vscode.lm.onDidChangeChatModels(() => void models.#readAgain().then(changed)),
      access.onDidChange(changed),
    );
    return { models, watching };
  }

  get list(): EditorModel[] {
    return this.#chats.map((chat) => ({
      model: chat.id,
      title: chat.name,
      isAllowed: this.#access.canSendRequest(chat) === true,
    }));
  }

  /** Lets the editor ask the user for consent; call it only for something the user has pressed. Gives a sentence where it is refused. */
  async askForConsent(model: string): Promise<string | null> {
    const chat = this.#find(model);
    if (!chat) return unknownModel(model);
    try {
      const response = await chat.sendRequest([vscode.LanguageModelChatMessage.User('Answer with OK.')], {
        justification,
      });
      for await (const part of response.text) if (part !== '') break;
      return null;
    } catch (error) {
      return failureOf(error).message;
    }
  }

  get port(): ModelPort {
    return {
      provider: 'editor',
      facts: (model) => ({
        contextTokens: this.#find(model)?.maxInputTokens ?? 128_000,
        maxOutputTokens,
        price: null,
      }),
      complete: (request, options) => this.#complete(request, options),
    };
  }

  async #complete(request: ModelRequest, options: CompleteOptions): Promise<ModelReply> {
    const chat = this.#find(request.model);
    if (!chat) return failed('unknownModel', unknownModel(request.model));
    if (this.#access.canSendRequest(chat) !== true)
      return failed(
        'badKey',
        `The editor has not been allowed to let Longhaul use ${chat.name}. Choose it again with “Mission: Choose Models…”.`,
      );
    const cancelling = new vscode.CancellationTokenSource();
    const cancel = (): void => {
      cancelling.cancel();
    };
    options.signal.addEventListener('abort', cancel, { once: true });
    try {
      const tools = request.tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
      const response = await chat.sendRequest(messagesOf(request), { justification, tools }, cancelling.token);
      const said = await read(response, options);
      const usage = estimatedUsage(request, said);
      return { ok: true, ...said, native: null, usage, stop: said.calls.length > 0 ? 'calls' : 'end' };
    } catch (error) {
      if (options.signal.aborted) return failed('aborted', 'The call was stopped.');
      return { ok: false, failure: failureOf(error) };
    } finally {
      options.signal.removeEventListener('abort', cancel);
      cancelling.dispose();
    }
  }

  #find(model: string): LanguageModelChat | undefined {
    return this.#chats.find(({ id }) => id === model);
  }

  async #readAgain(): Promise<void> {
    this.#chats = await vscode.lm.selectChatModels({});
  }
}

async function read(
  response: vscode.LanguageModelChatResponse,
  { onText }: CompleteOptions,
): Promise<{ text: string; calls: ToolCall[] }> {
  let text = '';
  const calls: ToolCall[] = [];
  for await (const part of response.stream) {
    if (part instanceof vscode.LanguageModelTextPart) {
      text += part.value;
      onText?.(part.value);
    } else if (part instanceof vscode.LanguageModelToolCallPart) {
      calls.push({ id: part.callId, name: part.name, input: part.input });
    }
  }
  return { text, calls };
}

/** There is no system role in this interface: the system text is the beginning of the first message. */
function messagesOf({ system, messages }: ModelRequest): vscode.LanguageModelChatMessage[] {
  const head = vscode.LanguageModelChatMessage.User(system.join('\n\n'));
  return [head, ...messages.map(messageOf)];
}

function messageOf(message: ModelMessage): vscode.LanguageModelChatMessage {
  if (message.role === 'user') return vscode.LanguageModelChatMessage.User(message.parts.map(partOf));
  const calls = message.calls.map(
    ({ id, name, input }) => new vscode.LanguageModelToolCallPart(id, name, isObject(input) ? input : {}),
  );
  const said = message.text === '' ? [] : [new vscode.LanguageModelTextPart(message.text)];
  return vscode.LanguageModelChatMessage.Assistant([...said, ...calls]);
}

function partOf(part: UserPart): vscode.LanguageModelTextPart | vscode.LanguageModelToolResultPart {
  const text = new vscode.LanguageModelTextPart(part.text);
  return part.kind === 'text' ? text : new vscode.LanguageModelToolResultPart(part.callId, [text]);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function estimatedUsage(request: ModelRequest, said: unknown): TokenUsage {
  const tokens = (value: unknown): number => Math.ceil(JSON.stringify(value).length / charactersPerToken);
  return {
    inputTokens: tokens([request.system, request.tools, request.messages]),
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: tokens(said),
    estimated: true,
  };
}

function unknownModel(model: string): string {
  return `No extension of this editor offers the model "${model}" now. Install or sign in to the extension that does, or choose another model.`;
}

function failed(kind: ModelFailureKind, message: string): ModelReply {
  return { ok: false, failure: { kind, message, status: null, retryAfterMs: null } };
}

const kinds: Readonly<Partial<Record<string, ModelFailureKind>>> = {
  NoPermissions: 'badKey',
  Blocked: 'rateLimited',
  NotFound: 'unknownModel',
};

function failureOf(error: unknown): { kind: ModelFailureKind; message: string; status: null; retryAfterMs: null } {
  const kind = (error instanceof vscode.LanguageModelError ? kinds[error.code] : undefined) ?? 'serverError';
  const said = error instanceof Error ? error.message : String(error);
  return { kind, message: `The editor’s language model refused: ${said}`, status: null, retryAfterMs: null };
}
