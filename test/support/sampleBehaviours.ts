/**
 * What a person can do with the sample; buttons, links and fields go by their accessible names. `addBook` posts to
 * /api/books, and `{as}` stands for the new book's id in later paths. `request` sends JSON and reads the answer.
 */
export type SampleStep =
  | { do: 'addBook'; title: string; author: string; as: string }
  | { do: 'open'; path: string }
  | { do: 'fill'; field: string; text: string }
  | { do: 'press'; button: string }
  | { do: 'follow'; link: string }
  | { do: 'request'; method: 'POST' | 'PATCH' | 'DELETE'; path: string; body?: Record<string, string> };

/** What is true after the last step; the literal also stands in the behaviour's sentence. */
export type SampleExpectation =
  { kind: 'text'; text: string } | { kind: 'value'; field: string; text: string } | { kind: 'status'; status: number };

export interface SampleBehaviour {
  id: string;
  surface: 'browser' | 'http';
  behaviour: string;
  steps: readonly SampleStep[];
  expected: SampleExpectation;
}

const dune: SampleStep = { do: 'addBook', title: 'Dune', author: 'Frank Herbert', as: 'dune' };
const emma: SampleStep = { do: 'addBook', title: 'Emma', author: 'Jane Austen', as: 'emma' };
const ulysses: SampleStep = { do: 'addBook', title: 'Ulysses', author: 'James Joyce', as: 'ulysses' };
const searchField = 'Search by title or author';

/** Behaviours of the untouched sample, each seen from an empty shelf and depending on no other one. */
export const sampleBehaviours: readonly SampleBehaviour[] = [
  {
    id: 'empty-state',
    surface: 'browser',
    behaviour: 'Opening / on an empty shelf shows "Your shelf is empty."',
    steps: [{ do: 'open', path: '/' }],
    expected: { kind: 'text', text: 'Your shelf is empty.' },
  },
  {
    id: 'no-match',
    surface: 'browser',
    behaviour: 'Searching a shelf of books for "zebra", which none contains, shows "No book matches your search."',
    steps: [dune, { do: 'open', path: '/?q=zebra' }],
    expected: { kind: 'text', text: 'No book matches your search.' },
  },
  {
    id: 'single-count',
    surface: 'browser',
    behaviour: 'With one unread book on the shelf, / shows "1 book, 0 read".',
    steps: [dune, { do: 'open', path: '/' }],
    expected: { kind: 'text', text: '1 book, 0 read' },
  },
  {
    id: 'read-count',
    surface: 'browser',
    behaviour: 'With three books, after "Mark as read (Emma)" is pressed on /, it shows "3 books, 1 read".',
    steps: [dune, emma, ulysses, { do: 'open', path: '/' }, { do: 'press', button: 'Mark as read (Emma)' }],
    expected: { kind: 'text', text: '3 books, 1 read' },
  },
  {
    id: 'search-author',
    surface: 'browser',
    behaviour: 'Of two books, a search for "Herbert" finds the one by Frank Herbert: "Showing 1 of 2 books."',
    steps: [
      dune,
      emma,
      { do: 'open', path: '/' },
      { do: 'fill', field: searchField, text: 'Herbert' },
      { do: 'press', button: 'Search' },
    ],
    expected: { kind: 'text', text: 'Showing 1 of 2 books.' },
  },
  {
    id: 'search-case',
    surface: 'browser',
    behaviour: 'Of two books, a search for "EMMA" finds the book "Emma": "Showing 1 of 2 books."',
    steps: [
      dune,
      emma,
      { do: 'open', path: '/' },
      { do: 'fill', field: searchField, text: 'EMMA' },
      { do: 'press', button: 'Search' },
    ],
    expected: { kind: 'text', text: 'Showing 1 of 2 books.' },
  },
  {
    id: 'search-kept',
    surface: 'browser',
    behaviour: 'After a search for "Dune" the field "Search by title or author" still holds "Dune".',
    steps: [
      dune,
      { do: 'open', path: '/' },
      { do: 'fill', field: searchField, text: 'Dune' },
      { do: 'press', button: 'Search' },
    ],
    expected: { kind: 'value', field: searchField, text: 'Dune' },
  },
  {
    id: 'mark-unread',
    surface: 'browser',
    behaviour: 'Marking the only book as read and then as unread on / offers "Mark as read" again.',
    steps: [
      dune,
      { do: 'open', path: '/' },
      { do: 'press', button: 'Mark as read (Dune)' },
      { do: 'press', button: 'Mark as unread (Dune)' },
    ],
    expected: { kind: 'text', text: 'Mark as read' },
  },
  {
    id: 'stay-on-book',
    surface: 'browser',
    behaviour: 'Pressing the read button on a book\'s page comes back to that page, with its link "Delete this book".',
    steps: [dune, { do: 'open', path: '/books/{dune}' }, { do: 'press', button: 'Mark as read (Dune)' }],
    expected: { kind: 'text', text: 'Delete this book' },
  },
  {
    id: 'author-as-typed',
    surface: 'browser',
    behaviour: 'The page of a book by "Jane <b>Austen</b>" shows "by Jane <b>Austen</b>", as it was typed.',
    steps: [
      { do: 'addBook', title: 'Emma', author: 'Jane <b>Austen</b>', as: 'emma' },
      { do: 'open', path: '/books/{emma}' },
    ],
    expected: { kind: 'text', text: 'by Jane <b>Austen</b>' },
  },
  {
    id: 'author-error',
    surface: 'browser',
    behaviour: 'Adding a book with a title and no author on / shows "Enter an author."',
    steps: [
      { do: 'open', path: '/' },
      { do: 'fill', field: 'Title', text: 'Dune' },
      { do: 'press', button: 'Add book' },
    ],
    expected: { kind: 'text', text: 'Enter an author.' },
  },
  {
    id: 'title-kept',
    surface: 'browser',
    behaviour: 'Adding a book with the title "Dune" and no author leaves "Dune" in the field "Title".',
    steps: [
      { do: 'open', path: '/' },
      { do: 'fill', field: 'Title', text: 'Dune' },
      { do: 'press', button: 'Add book' },
    ],
    expected: { kind: 'value', field: 'Title', text: 'Dune' },
  },
  {
    id: 'blank-title',
    surface: 'browser',
    behaviour: 'Adding a book whose title is three spaces is refused with "Enter a title."',
    steps: [
      { do: 'open', path: '/' },
      { do: 'fill', field: 'Title', text: '   ' },
      { do: 'fill', field: 'Author', text: 'Frank Herbert' },
      { do: 'press', button: 'Add book' },
    ],
    expected: { kind: 'text', text: 'Enter a title.' },
  },
  {
    id: 'detail-link',
    surface: 'browser',
    behaviour: 'The link "Dune" on / leads to the page of that book: "You have not read this book yet."',
    steps: [dune, { do: 'open', path: '/' }, { do: 'follow', link: 'Dune' }],
    expected: { kind: 'text', text: 'You have not read this book yet.' },
  },
  {
    id: 'detail-state',
    surface: 'browser',
    behaviour: 'The page of a book that was marked as read on / shows "You have read this book."',
    steps: [
      dune,
      { do: 'open', path: '/' },
      { do: 'press', button: 'Mark as read (Dune)' },
      { do: 'open', path: '/books/{dune}' },
    ],
    expected: { kind: 'text', text: 'You have read this book.' },
  },
  {
    id: 'delete-that-book',
    surface: 'browser',
    behaviour: 'Of three books, deleting "Emma" leaves the older one on / with "by Frank Herbert".',
    steps: [
      dune,
      emma,
      ulysses,
      { do: 'open', path: '/books/{emma}/delete' },
      { do: 'press', button: 'Delete book' },
      { do: 'open', path: '/' },
    ],
    expected: { kind: 'text', text: 'by Frank Herbert' },
  },
  {
    id: 'keep-it',
    surface: 'browser',
    behaviour: 'The link "Keep it" of the question before deleting leads back: "You have not read this book yet."',
    steps: [dune, { do: 'open', path: '/books/{dune}/delete' }, { do: 'follow', link: 'Keep it' }],
    expected: { kind: 'text', text: 'You have not read this book yet.' },
  },
  {
    id: 'missing-book',
    surface: 'http',
    behaviour: 'GET /books/999999, a book that does not exist, answers with status 404.',
    steps: [{ do: 'open', path: '/books/999999' }],
    expected: { kind: 'status', status: 404 },
  },
  {
    id: 'api-title-required',
    surface: 'http',
    behaviour: 'POST /api/books with an empty title answers with status 422.',
    steps: [{ do: 'request', method: 'POST', path: '/api/books', body: { title: '', author: 'Frank Herbert' } }],
    expected: { kind: 'status', status: 422 },
  },
  {
    id: 'api-read-is-boolean',
    surface: 'http',
    behaviour: 'PATCH /api/books/:id with {"read":"yes"} answers with status 422.',
    steps: [dune, { do: 'request', method: 'PATCH', path: '/api/books/{dune}', body: { read: 'yes' } }],
    expected: { kind: 'status', status: 422 },
  },
  {
    id: 'api-delete-missing',
    surface: 'http',
    behaviour: 'DELETE /api/books/999999, a book that does not exist, answers with status 404.',
    steps: [{ do: 'request', method: 'DELETE', path: '/api/books/999999' }],
    expected: { kind: 'status', status: 404 },
  },
];
