import { checkBook, checkChange, hasErrors } from './book.js';
import { json, noContent } from './responses.js';

export function apiRoutes(store) {
  return [
    ['GET', '/api/books', listBooks],
    ['POST', '/api/books', addBook],
    ['PATCH', '/api/books/:id', changeBook],
    ['DELETE', '/api/books/:id', removeBook],
  ];

  function listBooks({ query }) {
    return json({ books: store.list({ query: query.get('q') ?? '' }) });
  }

  function addBook({ body }) {
    const input = parseObject(body);
    if (input === undefined) return notAnObject();
    const { fields, errors } = checkBook(input);
    if (hasErrors(errors)) return json({ errors }, 422);
    return json({ book: store.add(fields) }, 201);
  }

  function changeBook({ id, body }) {
    const book = store.get(id);
    if (book === undefined) return noSuchBook(id);
    const input = parseObject(body);
    if (input === undefined) return notAnObject();
    const { fields, errors } = checkChange(book, input);
    if (hasErrors(errors)) return json({ errors }, 422);
    return json({ book: store.update(id, fields) });
  }

  function removeBook({ id }) {
    return store.remove(id) ? noContent() : noSuchBook(id);
  }
}

function parseObject(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function notAnObject() {
  return json({ error: 'Send a JSON object.' }, 400);
}

function noSuchBook(id) {
  return json({ error: `No book has the id ${id}.` }, 404);
}
