// What a handler answers is a value; only the server writes it to a connection.

export function page(content, status = 200) {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: String(content) };
}

/** Sends the browser on after a form, so that reloading the page does not send the form again. */
export function redirect(location) {
  return { status: 303, headers: { location }, body: '' };
}

export function json(value, status = 200) {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

export function noContent() {
  return { status: 204, headers: {}, body: '' };
}
