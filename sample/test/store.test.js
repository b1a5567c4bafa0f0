import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { Store } from '../src/store.js';

const dune = { title: 'Dune', author: 'Frank Herbert' };
const emma = { title: 'Emma', author: 'Jane Austen' };

let directory;
let store;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'shelf-store-'));
  store = new Store(directory);
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('a new book is unread and gets the next id', () => {
  assert.equal(store.add(dune).id, 1);
  const book = store.add(emma);
  assert.equal(book.id, 2);
  assert.equal(book.read, false);
});

test('books are listed newest first', () => {
  store.add(dune);
  store.add(emma);
  assert.deepEqual(titles(store.list()), ['Emma', 'Dune']);
});

test('a query finds books by a part of the title', () => {
  store.add(dune);
  store.add(emma);
  assert.deepEqual(titles(store.list({ query: 'un' })), ['Dune']);
});

test('a shelf opened again holds what was added, changed and removed', () => {
  store.add(dune);
  store.update(1, { read: true });
  store.add(emma);
  const opened = new Store(directory);
  assert.deepEqual(opened.list(), store.list());
  assert.equal(opened.get(1).read, true);
});

test('an id is not used again after its book was removed', () => {
  store.add(dune);
  assert.equal(store.remove(1), true);
  assert.deepEqual(store.list(), []);
  assert.equal(new Store(directory).add(emma).id, 2);
});

test('an unknown id changes nothing', () => {
  store.add(dune);
  assert.equal(store.update(7, { read: true }), undefined);
  assert.equal(store.get(1).read, false);
  assert.equal(store.get(7), undefined);
});

test('a damaged file is refused with the way out, and left as it is', () => {
  writeFileSync(join(directory, 'books.json'), '{"nextId":');
  assert.throws(() => new Store(directory), /books\.json is damaged\. Repair it, or move it away/);
});

function titles(books) {
  return books.map((book) => book.title);
}
