import type { Page, Request } from 'playwright-core';
import type { ConsoleEntry, NetworkEntry } from '../../ports/browser.ts';
import { PROXY_REASON } from './browserOriginProxy.ts';

const LEVELS: Record<string, ConsoleEntry['level']> = { error: 'error', warning: 'warning' };
/** Requests that stay open by design; a page that has them still comes to rest. */
const ENDLESS = new Set(['eventsource', 'websocket', 'ping', 'media']);

/** What the pages of a session said and asked for since it was last cleared; the newest `maxEntries` of each. */
export class BrowserPageLog {
  console: ConsoleEntry[] = [];
  network: NetworkEntry[] = [];
  readonly #maxEntries: number;
  readonly #entries = new WeakMap<Request, NetworkEntry>();
  readonly #underWay = new Set<Request>();
  #lastChangeAt = 0;

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  watch(page: Page): void {
    page.on('console', (message) => this.#say(LEVELS[message.type()] ?? 'info', message.text()));
    page.on('pageerror', (error) => this.#say('error', `Uncaught ${error.stack ?? error.message}`));
    page.on('request', (request) => this.#begin(request));
    page.on('response', (response) => {
      const entry = this.#entries.get(response.request());
      if (!entry) return;
      entry.status = response.status();
      entry.failure = response.headers()[PROXY_REASON] ?? null;
    });
    page.on('requestfinished', (request) => this.#end(request, null));
    page.on('requestfailed', (request) => this.#end(request, request.failure()?.errorText ?? 'failed'));
    page.on('close', () => {
      for (const request of this.#underWay) if (request.frame().page() === page) this.#underWay.delete(request);
    });
  }

  clear(): void {
    this.console = [];
    this.network = [];
    this.#underWay.clear();
  }

  /** Milliseconds since a request last began or ended; 0 while one is under way. */
  quietMs(): number {
    return this.#underWay.size > 0 ? 0 : performance.now() - this.#lastChangeAt;
  }

  #say(level: ConsoleEntry['level'], text: string): void {
    this.console.push({ level, text });
    if (this.console.length > this.#maxEntries) this.console.shift();
  }

  #begin(request: Request): void {
    const entry: NetworkEntry = { method: request.method(), url: request.url(), status: null, failure: null };
    this.#entries.set(request, entry);
    this.network.push(entry);
    if (this.network.length > this.#maxEntries) this.network.shift();
    if (!ENDLESS.has(request.resourceType())) this.#underWay.add(request);
    this.#lastChangeAt = performance.now();
  }

  #end(request: Request, failure: string | null): void {
    const entry = this.#entries.get(request);
    if (entry) entry.failure ??= failure;
    this.#underWay.delete(request);
    this.#lastChangeAt = performance.now();
  }
}
