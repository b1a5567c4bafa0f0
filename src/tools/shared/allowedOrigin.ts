/** Null where `url` lies on an allowed origin (such as `http://127.0.0.1:4000`); else a sentence that says what is allowed. */
export function originProblem(url: string, allowedOrigins: readonly string[]): string | null {
  const origin = URL.canParse(url) ? new URL(url).origin : null;
  if (origin !== null && allowedOrigins.includes(origin)) return null;
  const allowed =
    allowedOrigins.length > 0
      ? `Allowed are: ${allowedOrigins.join(', ')}.`
      : 'No origin is allowed: start a service first.';
  return origin === null ? `${url} is not a complete URL. ${allowed}` : `${origin} is not allowed here. ${allowed}`;
}
