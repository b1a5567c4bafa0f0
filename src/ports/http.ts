export interface HttpRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
  timeLimitMs: number;
  maxBytes: number;
  signal: AbortSignal;
}

export type HttpOutcome =
  | { ok: true; status: number; headers: Record<string, string>; body: string; truncated: boolean }
  | { ok: false; why: string };

export interface Http {
  /** No redirects are followed, so that what a server answered is what is seen. */
  request(request: HttpRequest): Promise<HttpOutcome>;
  /** Fetches a page and returns it as readable text, redirects followed. */
  fetchPage(url: string, maxBytes: number, signal: AbortSignal): Promise<HttpOutcome>;
}
