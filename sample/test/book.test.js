import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBook, checkChange } from '../src/book.js';

test('a title and an author make a book', () => {
  const { fields, errors } = checkBook({ title: 'Dune', author: 'Frank Herbert' });
  assert.equal(fields.title, 'Dune');
  assert.equal(fields.author, 'Frank Herbert');
  assert.deepEqual(errors, {});
});

test('missing fields are named, each with what to do', () => {
  assert.deepEqual(checkBook({}).errors, { title: 'Enter a title.', author: 'Enter an author.' });
});

test('a text of more than 200 characters is refused', () => {
  const { errors } = checkBook({ title: 'x'.repeat(201), author: 'x'.repeat(200) });
  assert.deepEqual(errors, { title: 'Use at most 200 characters.' });
});

test('a change leaves out what stays as it is', () => {
  const book = { id: 1, title: 'Dune', author: 'Frank Herbert', read: false };
  const { fields, errors } = checkChange(book, { read: true });
  assert.equal(fields.title, 'Dune');
  assert.equal(fields.author, 'Frank Herbert');
  assert.equal(fields.read, true);
  assert.deepEqual(errors, {});
});
