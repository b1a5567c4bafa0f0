import { html } from '../html.js';
import { layout } from './layout.js';
import { readButton } from './readButton.js';

const emptyForm = { values: {}, errors: {} };

/** The shelf: counts, search, the form for a new book (with what was typed and what is wrong with it), the books. */
export function listPage({ books, counts, filter = { query: '' }, form = emptyForm }) {
  const content = html`
    <header>
      <h1>Shelf</h1>
      <p role="status">${countBooks(counts.total)}, ${counts.read} read</p>
    </header>
    ${addForm(form)}
    ${counts.total > 0 && searchForm(filter)}
    <section aria-labelledby="books-heading">
      <h2 id="books-heading">Books</h2>
      ${filterNote({ books, counts, filter })}
      ${books.length > 0 ? html`<ul class="books">${books.map(bookItem)}</ul>` : emptyNote(counts)}
    </section>
  `;
  return layout({ title: 'Shelf', content });
}

function addForm({ values, errors }) {
  return html`
    <form class="card" method="post" action="/books" aria-labelledby="add-heading" novalidate>
      <h2 id="add-heading">Add a book</h2>
      ${textField({ name: 'title', label: 'Title', value: values.title, error: errors.title })}
      ${textField({ name: 'author', label: 'Author', value: values.author, error: errors.author })}
      <button>Add book</button>
    </form>
  `;
}

function textField({ name, label, value, error }) {
  return html`
    <div class="field">
      <label for="${name}">${label}</label>
      <input
        id="${name}"
        name="${name}"
        value="${value}"
        ${error && html`aria-invalid="true" aria-describedby="${name}-error"`}
      />
      ${error && html`<p class="error" id="${name}-error">${error}</p>`}
    </div>
  `;
}

function searchForm({ query }) {
  return html`
    <form class="search" role="search" action="/">
      <label for="q">Search by title or author</label>
      <input id="q" name="q" type="search" value="${query}" />
      <button class="quiet">Search</button>
    </form>
  `;
}

function filterNote({ books, counts, filter }) {
  if (filter.query === '') return null;
  return html`
    <p class="note">Showing ${books.length} of ${countBooks(counts.total)}. <a href="/">Clear search</a></p>
  `;
}

function emptyNote(counts) {
  if (counts.total === 0) return html`<p class="empty">Your shelf is empty. Add the first book above.</p>`;
  return html`<p class="empty">No book matches your search.</p>`;
}

function bookItem(book) {
  return html`
    <li>
      <div>
        <a class="title" href="/books/${book.id}">${book.title}</a>
        <p class="author">by ${book.author}</p>
      </div>
      ${book.read && html`<span class="badge">Read</span>`}
      ${readButton(book, 'list')}
    </li>
  `;
}

function countBooks(count) {
  return `${count} ${count === 1 ? 'book' : 'books'}`;
}
