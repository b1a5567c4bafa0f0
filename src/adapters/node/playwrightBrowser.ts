import type { Browser as Chromium, BrowserContext, BrowserServer } from 'playwright-core';
import type { Browser, BrowserOutcome, BrowserSession } from '../../ports/browser.ts';
import { startOriginProxy } from './browserOriginProxy.ts';
import { artifactsFolder, markProfile, removeLeftProfiles } from './browserProfiles.ts';
import { findBrowserPrograms, isProgram, NO_BROWSER } from './browserProgram.ts';
import { plainError } from './browserWhy.ts';
import { hostEnvironment } from './hostProgram.ts';
import { openSession } from './playwrightSession.ts';
import type { SessionLimits } from './playwrightSession.ts';

export interface PlaywrightBrowserOptions {
  /** Where LONGHAUL_CHROMIUM and PATH stand. */
  environment: Record<string, string | undefined>;
  limits: SessionLimits & { startMs: number };
  /** Added to the browser's own environment: the mark by which its owner finds it. */
  ownerMark?: () => Record<string, string>;
  /** The browser's process, which leads its own group, has started. */
  onStarted?: (pid: number, what: string) => void;
  onEnded?: (pid: number) => void;
}

interface Running {
  server: BrowserServer;
  chromium: Chromium;
  pid: number;
}

type Start = { ok: true; running: Running } | { ok: false; why: string };

const ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Otherwise WebRTC would go past the proxy.
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
];

export interface OwnedBrowser extends Browser {
  /** Ends all sessions and the browser; resolves when its process is gone. */
  close(): Promise<void>;
}

/**
 * The user's own Chromium, Chrome or Edge: one process for all sessions, started by the first and ended with the last.
 * Nothing is started before it is needed.
 */
export function playwrightBrowser(options: PlaywrightBrowserOptions): OwnedBrowser {
  return new PlaywrightBrowser(options);
}

class PlaywrightBrowser implements OwnedBrowser {
  readonly #options: PlaywrightBrowserOptions;
  readonly #sessions = new Set<BrowserSession>();
  #start: Promise<Start> | null = null;
  /** What `#start` led to last. */
  #current: Running | null = null;
  #opening = 0;

  constructor(options: PlaywrightBrowserOptions) {
    this.#options = options;
  }

  async problem(): Promise<string | null> {
    this.#opening += 1;
    const started = await this.#started();
    this.#opening -= 1;
    await this.#endIfUnused();
    return started.ok ? null : started.why;
  }

  async open(options: {
    run: number;
    allowedOrigins: string[];
    actionLimitMs: number;
  }): Promise<BrowserOutcome<BrowserSession>> {
    this.#opening += 1;
    try {
      const started = await this.#started();
      if (!started.ok) return started;
      return { ok: true, value: await this.#openIn(started.running.chromium, options) };
    } catch (error) {
      return { ok: false, why: `The browser could not open a page: ${plainError(error)}. Try once more.` };
    } finally {
      this.#opening -= 1;
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions].map((session) => session.close()));
    await this.#end();
  }

  async #openIn(
    chromium: Chromium,
    { allowedOrigins, actionLimitMs }: { allowedOrigins: string[]; actionLimitMs: number },
  ): Promise<BrowserSession> {
    const proxy = await startOriginProxy(allowedOrigins);
    let session: BrowserSession | null = null;
    const closeAll = async () => {
      if (session) this.#sessions.delete(session);
      // A context of a browser that has ended is closed already.
      await context?.close().catch(() => undefined);
      await proxy.close();
      await this.#endIfUnused();
    };
    let context: BrowserContext | null = null;
    try {
      context = await chromium.newContext({
        proxy: { server: proxy.url },
        serviceWorkers: 'block',
        acceptDownloads: false,
      });
      const { limits } = this.#options;
      session = await openSession({ context, allowedOrigins, actionLimitMs, limits, onClose: closeAll });
    } catch (error) {
      await closeAll();
      throw error;
    }
    this.#sessions.add(session);
    return session;
  }

  async #started(): Promise<Start> {
    this.#start ??= this.#launch();
    const started = await this.#start;
    if (!started.ok) this.#start = null;
    return started;
  }

  async #launch(): Promise<Start> {
    const programs = findBrowserPrograms(this.#options.environment);
    let why = NO_BROWSER;
    await removeLeftProfiles();
    for (const program of programs) {
      try {
        if (!isProgram(program)) throw new Error('there is no such program');
        return { ok: true, running: await this.#launchProgram(program) };
      } catch (error) {
        why = `The browser ${program} could not be started: ${plainError(error)}. Install Chromium, Google Chrome or Microsoft Edge, or set LONGHAUL_CHROMIUM to the path of a browser that starts.`;
      }
    }
    return { ok: false, why };
  }

  async #launchProgram(program: string): Promise<Running> {
    const { limits, ownerMark, onStarted, onEnded } = this.#options;
    const { chromium } = await import('playwright-core');
    const server = await chromium.launchServer({
      executablePath: program,
      args: ARGUMENTS,
      // The browser's own sandbox does not work for root.
      chromiumSandbox: process.getuid?.() !== 0,
      artifactsDir: artifactsFolder,
      env: hostEnvironment(ownerMark?.() ?? {}),
      timeout: limits.startMs,
      host: '127.0.0.1',
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    const { pid = 0 } = server.process();
    onStarted?.(pid, `browser ${program}`);
    server.on('close', () => onEnded?.(pid));
    try {
      await markProfile(server.process().spawnargs);
      const running = { server, pid, chromium: await chromium.connect(server.wsEndpoint()) };
      running.chromium.on('disconnected', () => {
        if (this.#current === running) this.#start = null;
      });
      this.#current = running;
      return running;
    } catch (error) {
      await server.kill();
      throw error;
    }
  }

  async #endIfUnused(): Promise<void> {
    if (this.#sessions.size === 0 && this.#opening === 0) await this.#end();
  }

  async #end(): Promise<void> {
    const starting = this.#start;
    this.#start = null;
    const started = await starting;
    if (!started?.ok) return;
    await started.running.chromium.close();
    await started.running.server.close();
  }
}
