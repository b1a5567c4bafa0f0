import { z } from 'zod';
import type { AnyTool } from '../agent/tool.ts';
import { defineTool, refusal, result } from '../agent/tool.ts';
import type { Http, HttpOutcome } from '../ports/http.ts';
import { originProblem } from './shared/allowedOrigin.ts';
import { evidenceLine } from './shared/observation.ts';
import type { OnObserved } from './shared/observation.ts';

interface HttpRequestOptions {
  http: Http;
  /** Origins such as `http://127.0.0.1:4000`, asked for at each call: services come and go. */
  allowedOrigins: () => readonly string[];
  limits: { httpTimeMs: number; maxToolResultBytes: number };
  onObserved?: OnObserved;
}

export function httpRequestTool({ http, allowedOrigins, limits, onObserved }: HttpRequestOptions): AnyTool {
  return defineTool({
    name: 'http_request',
    description: 'Send one HTTP request to a running service. Redirects are shown, not followed.',
    kind: 'effect',
    schema: z.strictObject({
      method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']),
      url: z.string(),
      headers: z.record(z.string(), z.string()).default({}),
      body: z.string().optional(),
    }),
    run: async ({ method, url, headers, body = null }, { signal }) => {
      const problem = originProblem(url, allowedOrigins());
      if (problem !== null) return refusal(problem);
      const { httpTimeMs: timeLimitMs, maxToolResultBytes: maxBytes } = limits;
      const outcome = await http.request({ method, url, headers, body, timeLimitMs, maxBytes, signal });
      if (!outcome.ok) return refusal(outcome.why);
      const text = `${method} ${url}\n${outcomeText(outcome)}`;
      const { status } = outcome;
      return result((await evidenceLine(onObserved, { tool: 'http_request', kind: 'http', text, url, status })) + text);
    },
  });
}

function outcomeText({ status, headers, body, truncated }: Extract<HttpOutcome, { ok: true }>): string {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `HTTP ${status}\n${head.join('\n')}\n\n${body}${truncated ? '\n[the body goes on]' : ''}`;
}
