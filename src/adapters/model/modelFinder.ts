import type { ModelFinder, ModelPort } from '../../ports/model.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { anthropic } from './anthropic.ts';
import type { CacheLifetime } from './anthropicRequest.ts';
import { chatCompletions } from './chatCompletions.ts';
import type { ModelTable } from './modelFacts.ts';
import type { ModelOptions } from './modelOptions.ts';
import { responses } from './responses.ts';

export type HttpProvider = 'anthropic' | 'openai' | 'compatible';

export interface ModelFinderOptions {
  secrets: Secrets;
  /** Where a provider is, if not at its own address; `compatible` has none of its own. */
  baseUrls: Partial<Record<HttpProvider, string>>;
  /** How long the first byte of a reply may take: minutes for a slow local server. */
  requestTimeoutMs: number;
  /** How long a reply may be silent once it has begun. */
  stallLimitMs: number;
  facts: ModelTable;
  cacheLifetime?: CacheLifetime;
  /** Providers that need no key and no address, such as the rehearsal, by name. */
  further?: Record<string, ModelPort>;
}

interface Provider {
  keyName: string;
  baseUrl: string | null;
  /** Stands in for a missing key; null where there is no doing without one. */
  keyless: string | null;
  open(options: ModelOptions): ModelPort;
}

/** Finds providers by name and keeps one port of each for as long as its key stays the same. */
export function modelFinder(options: ModelFinderOptions): ModelFinder {
  const { secrets, baseUrls, requestTimeoutMs, stallLimitMs, facts, cacheLifetime = '5m', further = {} } = options;
  const providers: Record<HttpProvider, Provider> = {
    anthropic: {
      keyName: 'ANTHROPIC_API_KEY',
      baseUrl: 'https://api.anthropic.com',
      keyless: null,
      open: (modelOptions) => anthropic({ ...modelOptions, cacheLifetime }),
    },
    openai: { keyName: 'OPENAI_API_KEY', baseUrl: 'https://api.openai.com/v1', keyless: null, open: responses },
    compatible: { keyName: 'LONGHAUL_COMPATIBLE_KEY', baseUrl: null, keyless: 'none', open: chatCompletions },
  };
  const opened = new Map<HttpProvider, { apiKey: string; model: ModelPort }>();

  return (name) => {
    const own = Object.hasOwn(further, name) ? further[name] : undefined;
    if (own) return { ok: true, model: own };
    if (!isHttpProvider(name)) return { ok: false, problem: unknownProvider(name, Object.keys(further)) };
    const provider = providers[name];
    const baseUrl = baseUrls[name] ?? provider.baseUrl;
    if (baseUrl === null)
      return {
        ok: false,
        problem: `No address for ${name}: name the server's base URL with --base-url, such as http://127.0.0.1:11434/v1.`,
      };
    if (!isHttpUrl(baseUrl))
      return {
        ok: false,
        problem: `"${baseUrl}" is no base URL: write it in full, such as http://127.0.0.1:11434/v1.`,
      };
    const apiKey = secrets.key(name) ?? provider.keyless;
    if (apiKey === null)
      return {
        ok: false,
        problem: `No key for ${name}: set ${provider.keyName}, or choose another model with --model role=provider/model.`,
      };
    const known = opened.get(name);
    // A key may be put right while the program runs.
    if (known?.apiKey === apiKey) return { ok: true, model: known.model };
    const model = provider.open({
      provider: name,
      baseUrl,
      apiKey,
      keyName: provider.keyName,
      table: facts,
      requestTimeoutMs,
      stallLimitMs,
    });
    opened.set(name, { apiKey, model });
    return { ok: true, model };
  };
}

function isHttpProvider(name: string): name is HttpProvider {
  return name === 'anthropic' || name === 'openai' || name === 'compatible';
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function unknownProvider(name: string, further: string[]): string {
  const names = ['anthropic', 'openai', 'compatible', ...further].join(', ');
  return `Nobody here is called "${name}": a model is written provider/model, and the providers are ${names}.`;
}
