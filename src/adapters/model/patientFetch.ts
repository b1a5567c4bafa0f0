type Fetch = typeof fetch;

/** Idle connections are kept this long, so that a run's calls share one even where a command takes half a minute. */
const IDLE_CONNECTION_MS = 60_000;
const DISPATCHER_NAMES = ['undici.globalDispatcher.1', 'undici.globalDispatcher.2'];

let connections: Promise<object | null> | null = null;

/**
 * `fetch` without the built-in limits of 300 s to the headers and between two pieces of the body: a slow local server may
 * take longer, and `watchCall` sets the limits instead. Where the runtime's connection pool cannot be reached (a host that
 * brings its own `fetch`), the built-in limits stay.
 */
export const patientFetch: Fetch = async (input, init) => {
  connections ??= openConnections();
  const dispatcher = await connections;
  return dispatcher ? fetch(input, Object.assign({}, init, { dispatcher })) : fetch(input, init);
};

/** A pool of our own, of the class that the built-in `fetch` uses; that class can only be reached after a first fetch. */
async function openConnections(): Promise<object | null> {
  try {
    await fetch('data:,');
    const builtIn: unknown = DISPATCHER_NAMES.map((name): unknown => Reflect.get(globalThis, Symbol.for(name))).find(
      (found) => typeof found === 'object' && found !== null,
    );
    if (typeof builtIn !== 'object' || builtIn === null) return null;
    const settings = { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: IDLE_CONNECTION_MS };
    const pool: unknown = Reflect.construct(builtIn.constructor, [settings]);
    return typeof pool === 'object' ? pool : null;
  } catch {
    return null;
  }
}
