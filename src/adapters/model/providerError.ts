import { isObject, numberAt, objectAt, textAt } from './jsonShape.ts';

/** What an SDK's or the network's error says, in one form; both SDKs shape theirs alike, so no SDK has to be loaded for it. */
export interface ProviderError {
  status: number | null;
  /** `type` and `code` of the provider's error body. */
  names: string[];
  /** The provider's own sentence. */
  text: string;
  /** Codes of the system and of the connection, such as ECONNREFUSED. */
  networkCodes: string[];
  headers: Headers | null;
  /** The answer or the stream could not be read to its end. */
  cut: boolean;
  /** No connection came about. */
  unreached: boolean;
}

const CONNECTION_LOST = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'UND_ERR_BODY_TIMEOUT'];

/** Null for an error that neither an SDK nor the network made: a bug. */
export function readProviderError(error: unknown): ProviderError | null {
  if (!(error instanceof Error)) return null;
  const networkCodes = codes(error);
  const isApiError = 'status' in error && 'headers' in error;
  const body = 'error' in error ? error.error : undefined;
  const status = numberAt(error, 'status');
  const cut = error instanceof SyntaxError || /terminated/.test(error.message) || networkCodes.some(isLostConnection);
  if (!isApiError && !cut && networkCodes.length === 0) return null;
  const unreached = !cut && status === null && body === undefined;
  const told = { names: errorNames(error, body), text: sentence(error, body), headers: headersOf(error) };
  return { status, ...told, networkCodes, cut, unreached };
}

/** The same form for an error that came as an event of a stream. */
export function eventError(error: unknown): ProviderError {
  const names = [textAt(error, 'type'), textAt(error, 'code')].filter((name) => name !== null);
  const text = textAt(error, 'message') ?? JSON.stringify(error);
  return { status: null, names, text, networkCodes: [], headers: null, cut: false, unreached: false };
}

function headersOf(error: Error): Headers | null {
  return 'headers' in error && error.headers instanceof Headers ? error.headers : null;
}

function isLostConnection(code: string): boolean {
  return CONNECTION_LOST.includes(code);
}

function errorNames(error: Error, body: unknown): string[] {
  const inner = isObject(body) && isObject(body['error']) ? body['error'] : body;
  const own = [textAt(error, 'type'), textAt(error, 'code')];
  return [...own, textAt(inner, 'type'), textAt(inner, 'code')].filter((name) => name !== null);
}

/** Bodies seen: `{error:{message}}`, `{message}`, `{error:"…"}`, `{detail:"…"}`, plain text. */
function sentence(error: Error, body: unknown): string {
  const inner = objectAt(body, 'error');
  const said = textAt(inner, 'message') ?? textAt(body, 'message') ?? textAt(body, 'error') ?? textAt(body, 'detail');
  const plain = typeof body === 'string' ? body : null;
  return (said ?? plain ?? error.message).trim();
}

function codes(error: Error): string[] {
  const found: string[] = [];
  let at: unknown = error.cause;
  for (let depth = 0; at instanceof Error && depth < 5; depth++) {
    if ('code' in at && typeof at.code === 'string') found.push(at.code);
    at = at.cause;
  }
  return found;
}
