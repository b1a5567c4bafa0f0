import { z } from 'zod';
import type { ToolOutcome } from '../../agent/tool.ts';
import { refusal, result } from '../../agent/tool.ts';
import type { Browser, BrowserOutcome, BrowserSession } from '../../ports/browser.ts';
import { originProblem } from './allowedOrigin.ts';
import { evidenceLine } from './observation.ts';
import type { OnObserved } from './observation.ts';

export interface BrowserDeskOptions {
  browser: Browser;
  run: number;
  /** Origins the pages may load. When they have changed, the next navigation opens a new session. */
  allowedOrigins: () => readonly string[];
  limits: { browserActionMs: number; maxSnapshotBytes: number };
  onObserved?: OnObserved;
}

/** How every browser tool names an element. */
export const targetFields = {
  role: z.string().describe('as in the snapshot: button, link, textbox …'),
  name: z.string(),
  nth: z.int().min(0).max(999).optional().describe('0-based, if several match'),
};

/** The one browser session of a run, opened by the first navigation and shared by its browser tools. */
export class BrowserDesk {
  readonly #options: BrowserDeskOptions;
  #session: BrowserSession | null = null;
  /** Those that `#session` was opened with. */
  #origins = '';
  #opening: Promise<BrowserOutcome<BrowserSession>> | null = null;

  constructor(options: BrowserDeskOptions) {
    this.#options = options;
  }

  async navigate(tool: string, url: string): Promise<ToolOutcome> {
    const problem = originProblem(url, this.#options.allowedOrigins());
    if (problem !== null) return refusal(problem);
    const opened = await this.#open();
    if (!opened.ok) return refusal(opened.why);
    const session = opened.value;
    const outcome = await session.navigate(url);
    if (!outcome.ok) return refusal(outcome.why);
    const { status } = outcome.value;
    return this.#showPage({
      tool,
      session,
      status,
      did: `Opened ${url}${status === null ? '' : ` (HTTP ${status})`}.`,
    });
  }

  /** Acts on the page and shows what it looks like afterwards; `did` says in a sentence what was done. */
  async act(
    tool: string,
    did: string,
    action: (session: BrowserSession) => Promise<BrowserOutcome<null>>,
  ): Promise<ToolOutcome> {
    return this.withSession(async (session) => {
      const outcome = await action(session);
      if (!outcome.ok) return refusal(outcome.why);
      return this.#showPage({ tool, session, status: null, did });
    });
  }

  async showPage(tool: string): Promise<ToolOutcome> {
    return this.withSession((session) => this.#showPage({ tool, session, status: null, did: null }));
  }

  async withSession(use: (session: BrowserSession) => Promise<ToolOutcome>): Promise<ToolOutcome> {
    if (!this.#session) return refusal('No page is open: call browser_navigate first.');
    if (!this.#session.isOpen()) return refusal('The browser has ended: call browser_navigate to open a new one.');
    return use(this.#session);
  }

  get onObserved(): OnObserved | undefined {
    return this.#options.onObserved;
  }

  /** Closes the session; a later navigation opens another. */
  async close(): Promise<void> {
    await this.#opening;
    await this.#session?.close();
    this.#session = null;
  }

  async #open(): Promise<BrowserOutcome<BrowserSession>> {
    const isCurrent = this.#origins === this.#options.allowedOrigins().join(' ');
    if (isCurrent && this.#session?.isOpen()) return { ok: true, value: this.#session };
    this.#opening ??= this.#openSession();
    const opened = await this.#opening;
    this.#opening = null;
    return opened;
  }

  async #openSession(): Promise<BrowserOutcome<BrowserSession>> {
    const { browser, run, limits } = this.#options;
    await this.#session?.close();
    const allowedOrigins = [...this.#options.allowedOrigins()];
    this.#origins = allowedOrigins.join(' ');
    const request = { run, allowedOrigins, actionLimitMs: limits.browserActionMs };
    const first = await browser.open(request);
    // A browser that another run's end has just closed, or that a busy machine starts too slowly, is there the second time.
    const opened = first.ok ? first : await browser.open(request);
    this.#session = opened.ok ? opened.value : null;
    return opened;
  }

  async #showPage(shown: {
    tool: string;
    session: BrowserSession;
    did: string | null;
    status: number | null;
  }): Promise<ToolOutcome> {
    const { tool, session, did, status } = shown;
    const head = did === null ? '' : `${did}\n`;
    const snapshot = await session.snapshot(this.#options.limits.maxSnapshotBytes);
    if (!snapshot.ok) return refusal(head + snapshot.why);
    const text = snapshot.value;
    const url = /^URL: (\S+)/m.exec(text)?.[1] ?? '';
    const evidence = await evidenceLine(this.onObserved, { tool, kind: 'snapshot', text, url, status });
    return result(head + evidence + text);
  }
}
