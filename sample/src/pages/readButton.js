import { html } from '../html.js';

/** The button that marks a book as read or unread; `from` is the page to come back to, `list` or `detail`. */
export function readButton(book, from) {
  const label = book.read ? 'Mark as unread' : 'Mark as read';
  return html`
    <form method="post" action="/books/${book.id}/read">
      <input type="hidden" name="read" value="${!book.read}" />
      <input type="hidden" name="from" value="${from}" />
      <button class="quiet" aria-label="${label} (${book.title})">${label}</button>
    </form>
  `;
}
