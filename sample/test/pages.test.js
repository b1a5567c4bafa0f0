import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { startApp } from '../src/app.js';

let directory;
let app;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'shelf-pages-'));
  app = await startApp({ port: 0, dataDirectory: directory });
});

afterEach(async () => {
  await app.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('the shelf has a heading and a form with labelled fields', async () => {
  const { status, text } = await open('/');
  assert.equal(status, 200);
  assert.match(text, /<h1>Shelf<\/h1>/);
  assert.match(text, /<label for="title">Title<\/label>/);
  assert.match(text, /<label for="author">Author<\/label>/);
});

test('a book added with the form stands on the shelf', async () => {
  const answer = await send('/books', { title: 'Dune', author: 'Frank Herbert' });
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get('location'), '/');
  assert.match((await open('/')).text, />Dune<\/a>/);
});

test('a title is shown as it was typed, whatever is in it', async () => {
  await send('/books', { title: '<script>alert(1)</script>', author: 'Bobby' });
  assert.match((await open('/')).text, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
});

test('a form without a title comes back with the error and the author that was typed', async () => {
  const answer = await send('/books', { title: '', author: 'Frank Herbert' });
  assert.equal(answer.status, 422);
  const text = await answer.text();
  assert.match(text, /id="title-error">Enter a title\.</);
  assert.match(text, /value="Frank Herbert"/);
});

test('a book marked as read carries a badge', async () => {
  await send('/books', { title: 'Dune', author: 'Frank Herbert' });
  assert.doesNotMatch((await open('/')).text, /class="badge"/);
  await send('/books/1/read', { read: 'true', from: 'list' });
  assert.match((await open('/')).text, /<span class="badge">Read<\/span>/);
});

test('the page of a book shows its title', async () => {
  await send('/books', { title: 'Dune', author: 'Frank Herbert' });
  assert.match((await open('/books/1')).text, /<h1>Dune<\/h1>/);
});

test('a book is deleted only after a question that names it', async () => {
  await send('/books', { title: 'Dune', author: 'Frank Herbert' });
  assert.match((await open('/books/1/delete')).text, /“Dune” by Frank Herbert will be taken off/);
  assert.match((await open('/')).text, />Dune<\/a>/);
  assert.equal((await send('/books/1/delete', {})).headers.get('location'), '/');
  assert.doesNotMatch((await open('/')).text, />Dune<\/a>/);
});

test('an unknown address is not found', async () => {
  const { status, text } = await open('/nowhere');
  assert.equal(status, 404);
  assert.match(text, /There is nothing at this address\./);
});

async function open(path) {
  const answer = await fetch(app.address + path);
  return { status: answer.status, text: await answer.text() };
}

function send(path, fields) {
  return fetch(app.address + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
}
