/** One thing to do with the product; `{name}` in a path stands for the id of the book that was posted under this name. */
export type TrialStep =
  | { do: 'post'; as: string; book: { title: string; author: string; tags?: string[] } }
  | {
      do: 'request';
      method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
      path: string;
      body?: Readonly<Record<string, unknown>>;
    }
  | { do: 'open'; path: string }
  | { do: 'fill'; role: 'textbox' | 'searchbox'; name: string; text: string }
  | { do: 'click'; role: 'button' | 'link'; name: string }
  | { do: 'run'; command: string };

/** Its name in paths is its title in lower case. */
const post = (title: string, author: string, ...tags: string[]): TrialStep => ({
  do: 'post',
  as: title.toLowerCase(),
  book: tags.length === 0 ? { title, author } : { title, author, tags },
});
const open = (path: string): TrialStep => ({ do: 'open', path });
const fill = (name: string, text: string): TrialStep => ({ do: 'fill', role: 'textbox', name, text });
const press = (name: string): TrialStep => ({ do: 'click', role: 'button', name });
const follow = (name: string): TrialStep => ({ do: 'click', role: 'link', name });
const send = (body: Readonly<Record<string, unknown>>): TrialStep => ({
  do: 'request',
  method: 'POST',
  path: '/api/books',
  body,
});
const get = (path: string): TrialStep => ({ do: 'request', method: 'GET', path });

const lem = 'Stanislaw Lem';
const tagsField = 'Tags, separated by commas';
const kim = post('Kim', 'Rudyard Kipling');
const walden = post('Walden', 'Henry Thoreau');
const taggedWalden = post('Walden', 'Henry Thoreau', 'nature');
const middlemarch = post('Middlemarch', 'George Eliot');

function search(text: string): TrialStep[] {
  return [{ do: 'fill', role: 'searchbox', name: 'Search by title or author', text }, press('Search')];
}

/** How each assertion is tried, from no books; what is expected is looked for in the result of the last step. */
export const trials: Readonly<Record<string, readonly TrialStep[]>> = {
  'VAL-API-001': [send({ title: 'Solaris', author: lem, tags: ['Space Travel'] })],
  'VAL-API-002': [post('Solaris', lem, 'space'), post('Fiasco', lem), get('/api/books?tag=space')],
  'VAL-API-003': [send({ title: 'Eden', author: lem, tags: 'space' })],
  'VAL-API-004': [
    post('Solaris', lem, 'space'),
    post('The Invincible', lem, 'space'),
    post('The Investigation', lem),
    get('/api/books?q=inv&tag=space'),
  ],
  'VAL-API-005': [send({ title: 'Eden', author: lem, tags: ['Space', 'space'] })],
  'VAL-API-006': [send({ title: '', author: lem })],
  'VAL-API-007': [
    post('Eden', lem),
    { do: 'request', method: 'PATCH', path: '/api/books/{eden}', body: { read: 'yes' } },
  ],
  'VAL-API-008': [get('/books/999999')],
  'VAL-TAGS-001': [
    open('/'),
    fill('Title', 'Kim'),
    fill('Author', 'Rudyard Kipling'),
    fill(tagsField, 'Travel, India'),
    press('Add book'),
  ],
  'VAL-TAGS-002': [post('Kim', 'Rudyard Kipling', 'travel'), open('/books/{kim}')],
  'VAL-TAGS-003': [open('/'), fill('Title', 'Kim'), fill(tagsField, 'travel'), press('Add book')],
  'VAL-FORM-001': [open('/'), fill('Title', 'Kim'), press('Add book')],
  'VAL-FORM-002': [open('/'), fill('Title', '   '), fill('Author', 'Rudyard Kipling'), press('Add book')],
  'VAL-BOOK-001': [post('Kim', 'Rudyard <i>Kipling</i>'), open('/books/{kim}')],
  'VAL-BOOK-002': [kim, open('/'), follow('Kim')],
  'VAL-BOOK-003': [
    kim,
    post('Nostromo', 'Joseph Conrad'),
    post('Typhoon', 'Conrad Aiken'),
    open('/books/{nostromo}/delete'),
    press('Delete book'),
    open('/'),
  ],
  'VAL-FILTER-001': [taggedWalden, open('/'), follow('nature')],
  'VAL-FILTER-002': [taggedWalden, middlemarch, open('/'), follow('nature')],
  'VAL-FILTER-003': [taggedWalden, middlemarch, open('/'), follow('nature'), follow('Clear tag filter')],
  'VAL-SHELF-001': [open('/')],
  'VAL-SHELF-002': [walden, open('/')],
  'VAL-SEARCH-001': [walden, open('/'), ...search('zzz')],
  'VAL-SEARCH-002': [walden, middlemarch, open('/'), ...search('Eliot')],
  'VAL-SEARCH-003': [walden, open('/'), ...search('Walden')],
  'VAL-README-001': [{ do: 'run', command: 'grep -n "tag=name" README.md' }],
};
