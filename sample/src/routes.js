import { apiRoutes } from './api.js';
import { checkBook, hasErrors } from './book.js';
import { deletePage } from './pages/delete.js';
import { detailPage } from './pages/detail.js';
import { listPage } from './pages/list.js';
import { notFoundPage } from './pages/notFound.js';
import { json, page, redirect } from './responses.js';

/** Answers requests `{ method, path, query, body }`; the first route that fits the path and the method is taken. */
export function createRouter(store) {
  const routes = [...pageRoutes(store), ...apiRoutes(store)];
  return (request) => {
    const fitting = routes
      .map(([method, pattern, handler]) => ({ method, handler, match: matchPath(pattern, request.path) }))
      .filter(({ match }) => match !== undefined);
    if (fitting.length === 0) return notFound(request.path);
    const route = fitting.find(({ method }) => method === request.method);
    if (route === undefined) return wrongMethod(fitting.map(({ method }) => method));
    return route.handler({ ...request, ...route.match });
  };
}

function pageRoutes(store) {
  return [
    ['GET', '/', showList],
    ['POST', '/books', addBook],
    ['GET', '/books/:id', showBook],
    ['POST', '/books/:id/read', markBook],
    ['GET', '/books/:id/delete', confirmDelete],
    ['POST', '/books/:id/delete', deleteBook],
    ['GET', '/health', () => json({ status: 'ok' })],
  ];

  function showList({ query }) {
    const filter = { query: query.get('q') ?? '' };
    return page(listPage({ books: store.list(filter), counts: store.counts(), filter }));
  }

  function addBook({ body }) {
    const values = Object.fromEntries(new URLSearchParams(body));
    const { fields, errors } = checkBook(values);
    if (hasErrors(errors)) {
      const form = { values, errors };
      return page(listPage({ books: store.list(), counts: store.counts(), form }), 422);
    }
    store.add(fields);
    return redirect('/');
  }

  function showBook({ id }) {
    const book = store.get(id);
    return book === undefined ? noSuchBook() : page(detailPage(book));
  }

  function markBook({ id, body }) {
    const form = new URLSearchParams(body);
    const book = store.update(id, { read: form.get('read') === 'true' });
    if (book === undefined) return noSuchBook();
    return redirect(form.get('from') === 'detail' ? `/books/${id}` : '/');
  }

  function confirmDelete({ id }) {
    const book = store.get(id);
    return book === undefined ? noSuchBook() : page(deletePage(book));
  }

  function deleteBook({ id }) {
    return store.remove(id) ? redirect('/') : noSuchBook();
  }
}

/** Returns the parameters of a path that fits the pattern, else undefined. `:id` stands for a whole number. */
function matchPath(pattern, path) {
  const match = new RegExp(`^${pattern.replace(':id', '(?<id>\\d{1,15})')}$`).exec(path);
  if (match === null) return undefined;
  return match.groups === undefined ? {} : { id: Number(match.groups.id) };
}

function noSuchBook() {
  return page(notFoundPage('This book is not on your shelf.'), 404);
}

function notFound(path) {
  if (path.startsWith('/api/')) return json({ error: `There is nothing at ${path}.` }, 404);
  return page(notFoundPage('There is nothing at this address.'), 404);
}

function wrongMethod(methods) {
  const answer = json({ error: `Use ${methods.join(' or ')} here.` }, 405);
  return { ...answer, headers: { ...answer.headers, allow: methods.join(', ') } };
}
