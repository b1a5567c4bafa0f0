import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { BrowserOutcome, BrowserSession, BrowserTarget } from '../../ports/browser.ts';
import { PROXY_REASON } from './browserOriginProxy.ts';
import { BrowserPageLog } from './browserPageLog.ts';
import { describeMissing, describeSeveral, plainError, targetText } from './browserWhy.ts';

export interface SessionLimits {
  /** After an action: how long at most until the page has come to rest. */
  settleMs: number;
  /** A page is at rest when no request was under way for this time. */
  quietMs: number;
  /** How long to wait for an element that is not there yet. */
  appearMs: number;
  maxLogEntries: number;
}

export interface SessionOptions {
  context: BrowserContext;
  allowedOrigins: readonly string[];
  actionLimitMs: number;
  limits: SessionLimits;
  /** Resolves once everything of the session is gone. */
  onClose: () => Promise<void>;
}

type AriaRole = Parameters<Page['getByRole']>[0];

export async function openSession(options: SessionOptions): Promise<BrowserSession> {
  const session = new PlaywrightSession(options);
  await session.openPage();
  return session;
}

class PlaywrightSession implements BrowserSession {
  readonly #options: SessionOptions;
  readonly #log: BrowserPageLog;
  /** The page in front last; a page that it opens takes its place until it is closed. */
  #pages: Page[] = [];
  /** What happened by itself, told with the next snapshot. */
  #notes: string[] = [];
  #open = true;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#log = new BrowserPageLog(options.limits.maxLogEntries);
    const { context, actionLimitMs } = options;
    context.setDefaultTimeout(actionLimitMs);
    context.on('page', (page) => this.#attach(page));
    context.on('close', () => {
      this.#open = false;
    });
  }

  async openPage(): Promise<void> {
    await this.#options.context.newPage();
  }

  isOpen(): boolean {
    return this.#open;
  }

  console() {
    return this.#log.console.slice();
  }

  network() {
    return this.#log.network.map((entry) => ({ ...entry }));
  }

  async navigate(url: string): Promise<BrowserOutcome<{ url: string; title: string; status: number | null }>> {
    const { allowedOrigins } = this.#options;
    if (!URL.canParse(url) || !allowedOrigins.includes(new URL(url).origin)) {
      return { ok: false, why: `${url} is not on an allowed origin. Allowed are: ${allowedOrigins.join(', ')}.` };
    }
    this.#log.clear();
    return this.#act(`open ${url}`, async (page) => {
      const response = await page.goto(url, { waitUntil: 'load' });
      const reason = response?.headers()[PROXY_REASON];
      if (reason !== undefined) return { ok: false, why: `Could not open ${url}: ${reason}.` };
      const value = { url: page.url(), title: await page.title(), status: response?.status() ?? null };
      return { ok: true, value };
    });
  }

  async snapshot(maxBytes: number): Promise<BrowserOutcome<string>> {
    return this.#use('read the page', async (page) => {
      const tree = await page.locator('body').ariaSnapshot();
      const notes = this.#notes.splice(0).map((note) => `[${note}]\n`);
      const text = `URL: ${page.url()}\nTitle: ${await page.title()}\n${notes.join('')}\n${tree === '' ? '(the page is empty)' : tree}`;
      return { ok: true, value: capped(text, maxBytes) };
    });
  }

  async click(target: BrowserTarget): Promise<BrowserOutcome<null>> {
    return this.#actOn('click', target, (element) => element.click());
  }

  async fill(target: BrowserTarget, text: string): Promise<BrowserOutcome<null>> {
    return this.#actOn('fill', target, (element) => element.fill(text));
  }

  async select(target: BrowserTarget, option: string): Promise<BrowserOutcome<null>> {
    return this.#actOn('select in', target, async (element) => {
      const options = (await element.getByRole('option').allInnerTexts()).map((text) => text.trim());
      const known = options.find((text) => text === option.trim());
      if (known === undefined)
        throw new Error(`there is no option "${option}"; the options are: ${options.join(', ')}`);
      await element.selectOption({ label: known });
    });
  }

  async press(key: string): Promise<BrowserOutcome<null>> {
    return this.#act(`press ${key}`, async (page) => {
      await page.keyboard.press(key);
      return { ok: true, value: null };
    });
  }

  async screenshot(): Promise<BrowserOutcome<Uint8Array>> {
    return this.#use('take a screenshot', async (page) => ({
      ok: true,
      value: await page.screenshot({ type: 'png', animations: 'disabled' }),
    }));
  }

  async close(): Promise<void> {
    this.#open = false;
    await this.#options.onClose();
  }

  #attach(page: Page): void {
    if (this.#pages.length > 0) this.#notes.push('the page opened a new page, which is in front now');
    this.#pages.push(page);
    this.#log.watch(page);
    page.on('dialog', (dialog) => {
      this.#notes.push(`a dialog was accepted: ${dialog.type()} "${dialog.message()}"`);
      // Fails only if the page is gone, and then nobody waits for the dialog.
      dialog.accept(dialog.defaultValue()).catch(() => undefined);
    });
    page.on('crash', () => {
      this.#open = false;
    });
    page.on('close', () => {
      this.#pages = this.#pages.filter((other) => other !== page);
      if (this.#pages.length > 0) this.#notes.push('the new page was closed');
    });
  }

  async #actOn(
    verb: string,
    target: BrowserTarget,
    action: (element: Locator) => Promise<unknown>,
  ): Promise<BrowserOutcome<null>> {
    return this.#act(`${verb} ${targetText(target)}`, async (page) => {
      const found = await this.#find(page, target);
      if (!found.ok) return found;
      await action(found.value);
      return { ok: true, value: null };
    });
  }

  /** The element of that role and name: exactly that name, else the one that contains it. */
  async #find(page: Page, target: BrowserTarget): Promise<BrowserOutcome<Locator>> {
    const role = target.role as AriaRole;
    const loose = target.name === '' ? page.getByRole(role) : page.getByRole(role, { name: target.name });
    const exact = target.name === '' ? loose : page.getByRole(role, { name: target.name, exact: true });
    const appear = { state: 'attached', timeout: this.#options.limits.appearMs } as const;
    await loose
      .first()
      .waitFor(appear)
      .catch(() => undefined);
    const matches = (await exact.count()) > 0 ? exact : loose;
    const count = await matches.count();
    if (count === 0) return { ok: false, why: describeMissing(target, await page.locator('body').ariaSnapshot()) };
    if (target.nth === null && count > 1) {
      const around = await Promise.all((await matches.all()).map((element) => surroundings(element)));
      return { ok: false, why: describeSeveral(target, around) };
    }
    const nth = target.nth ?? 0;
    if (nth < count) return { ok: true, value: matches.nth(nth) };
    return { ok: false, why: `There are only ${count} of ${targetText(target)}: nth counts from 0.` };
  }

  /** Does something to the page and waits until it has come to rest. */
  async #act<T>(what: string, action: (page: Page) => Promise<BrowserOutcome<T>>): Promise<BrowserOutcome<T>> {
    return this.#use(what, async (page) => {
      const outcome = await action(page);
      if (outcome.ok) await this.#settle();
      return outcome;
    });
  }

  async #settle(): Promise<void> {
    const { settleMs, quietMs } = this.#options.limits;
    const endAt = performance.now() + settleMs;
    await sleep(quietMs);
    while (this.#log.quietMs() < quietMs && performance.now() < endAt) await sleep(quietMs / 4);
    const leftMs = Math.max(1, endAt - performance.now());
    await this.#pages
      .at(-1)
      ?.waitForLoadState('load', { timeout: leftMs })
      .catch(() => undefined);
  }

  /** The one place where playwright's exceptions become values. */
  async #use<T>(what: string, use: (page: Page) => Promise<BrowserOutcome<T>>): Promise<BrowserOutcome<T>> {
    const page = this.#pages.at(-1);
    if (!this.#open || !page) return { ok: false, why: 'The browser has ended. Navigate again to open a new one.' };
    try {
      return await use(page);
    } catch (error) {
      if (!this.isOpen()) {
        return { ok: false, why: `The browser ended while it was to ${what}. Navigate again to open a new one.` };
      }
      return { ok: false, why: `Could not ${what}: ${plainError(error)}` };
    }
  }
}

const SURROUNDING_CHARACTERS = 80;

async function surroundings(element: Locator): Promise<string> {
  const text = await element.locator('xpath=..').innerText();
  return text.replace(/\s+/g, ' ').trim().slice(0, SURROUNDING_CHARACTERS);
}

function capped(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  return `${bytes.subarray(0, maxBytes).toString('utf8')}\n[the page goes on: ${bytes.length - maxBytes} bytes more]`;
}
