import { html } from '../html.js';
import { backLink, layout } from './layout.js';

export function deletePage(book) {
  const content = html`
    ${backLink()}
    <form class="card" method="post" action="/books/${book.id}/delete">
      <h1>Delete this book?</h1>
      <p>“${book.title}” by ${book.author} will be taken off your shelf for good.</p>
      <div class="actions">
        <button class="danger">Delete book</button>
        <a href="/books/${book.id}">Keep it</a>
      </div>
    </form>
  `;
  return layout({ title: 'Delete this book? · Shelf', content });
}
