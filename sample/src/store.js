import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The books, held in memory and kept in one file. Every change is on disk when the call returns. */
export class Store {
  #file;
  #nextId;
  #books;

  constructor(directory) {
    mkdirSync(directory, { recursive: true });
    this.#file = join(directory, 'books.json');
    const { nextId, books } = readShelf(this.#file);
    this.#nextId = nextId;
    this.#books = books;
  }

  /** Newest first; `query` keeps only books with that text in them. */
  list({ query = '' } = {}) {
    return this.#books.filter((book) => matchesQuery(book, query)).reverse();
  }

  counts() {
    const read = this.#books.filter((book) => book.read).length;
    return { total: this.#books.length, read };
  }

  get(id) {
    return this.#books.find((book) => book.id === id);
  }

  add(fields) {
    const book = { id: this.#nextId, ...fields, read: false, addedOn: new Date().toISOString().slice(0, 10) };
    this.#nextId += 1;
    this.#books.push(book);
    this.#save();
    return book;
  }

  /** Returns the changed book, or undefined when there is none with this id. */
  update(id, fields) {
    const book = this.get(id);
    if (book === undefined) return undefined;
    Object.assign(book, fields);
    this.#save();
    return book;
  }

  /** Returns whether there was a book with this id. */
  remove(id) {
    if (this.get(id) === undefined) return false;
    this.#books = this.#books.filter((book) => book.id !== id);
    this.#save();
    return true;
  }

  // Written beside the file and renamed over it, so that a crash leaves the old shelf or the new one.
  #save() {
    const unfinished = `${this.#file}.new`;
    writeFileSync(unfinished, JSON.stringify({ nextId: this.#nextId, books: this.#books }, null, 2));
    renameSync(unfinished, this.#file);
  }
}

function readShelf(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return { nextId: 1, books: [] };
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is damaged. Repair it, or move it away to start with an empty shelf.`, { cause: error });
  }
}

function matchesQuery(book, query) {
  const wanted = normalize(query);
  return [book.title, book.author].some((text) => normalize(text).includes(wanted));
}

function normalize(text) {
  return text.trim().toLowerCase();
}
