/** An element as the accessibility tree names it. */
export interface BrowserTarget {
  role: string;
  name: string;
  /** 0-based, where several match; null says that only one may match. */
  nth: number | null;
}

export type BrowserOutcome<T> = { ok: true; value: T } | { ok: false; why: string };

export interface ConsoleEntry {
  level: 'error' | 'warning' | 'info';
  text: string;
}

export interface NetworkEntry {
  method: string;
  url: string;
  status: number | null;
  failure: string | null;
}

/** One isolated browser context with one page. `why` tells an agent what was there instead. */
export interface BrowserSession {
  navigate(url: string): Promise<BrowserOutcome<{ url: string; title: string; status: number | null }>>;
  /** The page's URL, title and accessibility tree as text, capped at `maxBytes`. */
  snapshot(maxBytes: number): Promise<BrowserOutcome<string>>;
  click(target: BrowserTarget): Promise<BrowserOutcome<null>>;
  fill(target: BrowserTarget, text: string): Promise<BrowserOutcome<null>>;
  select(target: BrowserTarget, option: string): Promise<BrowserOutcome<null>>;
  press(key: string): Promise<BrowserOutcome<null>>;
  screenshot(): Promise<BrowserOutcome<Uint8Array>>;
  /** Since the last `navigate`, of all pages of the session. */
  console(): ConsoleEntry[];
  network(): NetworkEntry[];
  /** False once the session was closed or its browser ended: then open another. */
  isOpen(): boolean;
  close(): Promise<void>;
}

export interface Browser {
  /** Null when a browser is installed and starts; else a sentence that says what to do. */
  problem(): Promise<string | null>;
  /** `allowedOrigins`: http(s) origins the session may load; everything else is refused. */
  open(options: {
    run: number;
    allowedOrigins: string[];
    actionLimitMs: number;
  }): Promise<BrowserOutcome<BrowserSession>>;
}
