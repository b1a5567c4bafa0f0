/** A defect that can be put into one file of the sample: `find` stands there exactly once; `breaks` is a behaviour's id. */
export interface SampleMutation {
  name: string;
  file: string;
  find: string;
  replace: string;
  breaks: string;
}

/** Defects that the sample's own tests do not see; each breaks one behaviour of sampleBehaviours and no other. */
export const sampleMutations: readonly SampleMutation[] = [
  {
    name: 'an empty shelf talks of a search',
    file: 'src/pages/list.js',
    find: 'counts.total === 0',
    replace: 'counts.total < 0',
    breaks: 'empty-state',
  },
  {
    name: 'a search without a match calls the shelf empty',
    file: 'src/pages/list.js',
    find: 'counts.total === 0',
    replace: 'counts.total >= 0',
    breaks: 'no-match',
  },
  {
    name: 'one book is counted in the plural',
    file: 'src/pages/list.js',
    find: 'count === 1 ?',
    replace: 'count === 0 ?',
    breaks: 'single-count',
  },
  {
    name: 'read books are compared with a text',
    file: 'src/store.js',
    find: '(book) => book.read)',
    replace: "(book) => book.read === 'true')",
    breaks: 'read-count',
  },
  {
    name: 'search leaves out the author',
    file: 'src/store.js',
    find: '[book.title, book.author]',
    replace: '[book.title]',
    breaks: 'search-author',
  },
  {
    name: 'search minds capital letters',
    file: 'src/store.js',
    find: 'text.trim().toLowerCase()',
    replace: 'text.trim()',
    breaks: 'search-case',
  },
  {
    name: 'the search field forgets',
    file: 'src/pages/list.js',
    find: 'value="${query}"',
    replace: 'value=""',
    breaks: 'search-kept',
  },
  {
    name: 'a book can never be unread again',
    file: 'src/routes.js',
    find: "form.get('read') === 'true'",
    replace: "form.has('read')",
    breaks: 'mark-unread',
  },
  {
    name: 'marking always leads to the list',
    file: 'src/routes.js',
    find: "form.get('from') === 'detail'",
    replace: "form.get('from') === 'book'",
    breaks: 'stay-on-book',
  },
  {
    name: "the author is not escaped on the book's page",
    file: 'src/pages/detail.js',
    find: 'by ${book.author}',
    replace: 'by ${html([book.author])}',
    breaks: 'author-as-typed',
  },
  {
    name: 'the error of the author is swallowed',
    file: 'src/pages/list.js',
    find: 'error: errors.author',
    replace: 'error: errors.authors',
    breaks: 'author-error',
  },
  {
    name: 'the title that was typed is lost',
    file: 'src/pages/list.js',
    find: 'value: values.title',
    replace: "value: ''",
    breaks: 'title-kept',
  },
  {
    name: 'spaces count as a title',
    file: 'src/book.js',
    find: 'value.trim()',
    replace: 'value',
    breaks: 'blank-title',
  },
  {
    name: 'titles link to nowhere',
    file: 'src/pages/list.js',
    find: 'href="/books/${book.id}"',
    replace: 'href="/book/${book.id}"',
    breaks: 'detail-link',
  },
  {
    name: "the book's page never says that it was read",
    file: 'src/pages/detail.js',
    find: "book.read ? 'You have read",
    replace: "book.read === 'true' ? 'You have read",
    breaks: 'detail-state',
  },
  {
    name: 'the oldest book is deleted instead',
    file: 'src/store.js',
    find: 'this.#books.filter((book) => book.id !== id)',
    replace: 'this.#books.slice(1)',
    breaks: 'delete-that-book',
  },
  {
    name: 'keeping a book leads to nowhere',
    file: 'src/pages/delete.js',
    find: '<a href="/books/${book.id}">',
    replace: '<a href="/books/">',
    breaks: 'keep-it',
  },
  {
    name: 'a missing book answers as if it were there',
    file: 'src/routes.js',
    find: "'This book is not on your shelf.'), 404",
    replace: "'This book is not on your shelf.'), 200",
    breaks: 'missing-book',
  },
  {
    name: 'the API answers 200 to a book without a title',
    file: 'src/api.js',
    find: 'json({ errors }, 422);\n    return json({ book: store.add(fields) }, 201);',
    replace: 'json({ errors });\n    return json({ book: store.add(fields) }, 201);',
    breaks: 'api-title-required',
  },
  {
    name: 'the API takes any value for read',
    file: 'src/book.js',
    find: "typeof read !== 'boolean'",
    replace: 'read === null',
    breaks: 'api-read-is-boolean',
  },
  {
    name: 'the API deletes what does not exist',
    file: 'src/api.js',
    find: 'return store.remove(id) ? noContent() : noSuchBook(id);',
    replace: 'store.remove(id);\n    return noContent();',
    breaks: 'api-delete-missing',
  },
];

/** Returns the file's text with the defect in it; throws where the place to change is missing or not the only one. */
export function mutateSample(text: string, mutation: SampleMutation): string {
  const parts = text.split(mutation.find);
  if (parts.length !== 2) {
    throw new Error(`${mutation.file} holds ${JSON.stringify(mutation.find)} ${parts.length - 1} times, not once.`);
  }
  return parts.join(mutation.replace);
}
