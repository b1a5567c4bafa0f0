import { html } from '../html.js';
import { backLink, layout } from './layout.js';
import { readButton } from './readButton.js';

const longDate = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

export function detailPage(book) {
  const content = html`
    ${backLink()}
    <article class="card">
      <h1>${book.title}</h1>
      <p class="author">by ${book.author}</p>
      <p>${book.read ? 'You have read this book.' : 'You have not read this book yet.'}</p>
      <p class="note">Added on <time datetime="${book.addedOn}">${longDate.format(new Date(book.addedOn))}</time></p>
      <div class="actions">
        ${readButton(book, 'detail')}
        <a href="/books/${book.id}/delete">Delete this book</a>
      </div>
    </article>
  `;
  return layout({ title: `${book.title} · Shelf`, content });
}
