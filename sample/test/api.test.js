import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { startApp } from '../src/app.js';

const dune = { title: 'Dune', author: 'Frank Herbert' };

let directory;
let app;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'shelf-api-'));
  app = await startApp({ port: 0, dataDirectory: directory });
});

afterEach(async () => {
  await app.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('a book that was posted is in the list', async () => {
  const { status, value } = await call('POST', '/api/books', dune);
  assert.equal(status, 201);
  assert.equal(value.book.title, 'Dune');
  const { value: list } = await call('GET', '/api/books');
  assert.deepEqual(list.books, [value.book]);
});

test('the list can be searched', async () => {
  await call('POST', '/api/books', dune);
  await call('POST', '/api/books', { title: 'Emma', author: 'Jane Austen' });
  const { value } = await call('GET', '/api/books?q=Emm');
  assert.deepEqual(
    value.books.map((book) => book.title),
    ['Emma'],
  );
});

test('a change is answered with the changed book', async () => {
  await call('POST', '/api/books', dune);
  const { status, value } = await call('PATCH', '/api/books/1', { read: true });
  assert.equal(status, 200);
  assert.equal(value.book.read, true);
  assert.equal(value.book.title, 'Dune');
});

test('a change to an empty title is refused with a message', async () => {
  await call('POST', '/api/books', dune);
  const { status, value } = await call('PATCH', '/api/books/1', { title: '' });
  assert.equal(status, 422);
  assert.deepEqual(value.errors, { title: 'Enter a title.' });
});

test('a book can be deleted', async () => {
  await call('POST', '/api/books', dune);
  assert.equal((await call('DELETE', '/api/books/1')).status, 204);
  assert.deepEqual((await call('GET', '/api/books')).value.books, []);
});

test('a change to an unknown book is not found', async () => {
  const { status, value } = await call('PATCH', '/api/books/7', { read: true });
  assert.equal(status, 404);
  assert.equal(value.error, 'No book has the id 7.');
});

test('a body that is no JSON object is refused', async () => {
  for (const body of ['{"title":', '[]', 'null']) {
    const answer = await fetch(`${app.address}/api/books`, { method: 'POST', body });
    assert.equal(answer.status, 400);
    assert.deepEqual(await answer.json(), { error: 'Send a JSON object.' });
  }
});

async function call(method, path, body) {
  const answer = await fetch(app.address + path, { method, body: body && JSON.stringify(body) });
  const text = await answer.text();
  return { status: answer.status, value: text === '' ? undefined : JSON.parse(text) };
}
