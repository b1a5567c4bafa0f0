/** The contract of the rehearsed mission, as written for `write_assertions`. */

interface Expected {
  kind: 'text' | 'absent' | 'status' | 'exitCode' | 'state';
  value: string;
}

interface Assertion {
  id: string;
  title: string;
  behaviour: string;
  failsIf: string;
  surface: 'browser' | 'http' | 'command';
  service: string | null;
  expectations: Expected[];
  command: string | null;
  intent: 'new' | 'preserve';
  requirements: string[];
}

type Written = Pick<Assertion, 'id' | 'title' | 'behaviour' | 'failsIf' | 'expectations' | 'requirements'>;

const text = (value: string): Expected => ({ kind: 'text', value });
const absent = (value: string): Expected => ({ kind: 'absent', value });
const status = (value: string): Expected => ({ kind: 'status', value });
const state = (value: string): Expected => ({ kind: 'state', value });

const onWeb = { service: 'web', command: null };
const newPage = (written: Written): Assertion => ({ ...written, ...onWeb, surface: 'browser', intent: 'new' });
const oldPage = (written: Written): Assertion => ({ ...written, ...onWeb, surface: 'browser', intent: 'preserve' });
const newAnswer = (written: Written): Assertion => ({ ...written, ...onWeb, surface: 'http', intent: 'new' });
const oldAnswer = (written: Written): Assertion => ({ ...written, ...onWeb, surface: 'http', intent: 'preserve' });

export const apiAssertions: readonly Assertion[] = [
  newAnswer({
    id: 'VAL-API-001',
    title: 'A book is posted with its tags',
    behaviour:
      'POST /api/books with the JSON body {"title":"Solaris","author":"Stanislaw Lem","tags":["Space Travel"]} answers 201, and the tag comes back in lower case: "space travel".',
    failsIf: 'The status is another one, or the answer leaves out the tag or keeps its capital letters.',
    expectations: [status('201'), text('"space travel"')],
    requirements: ['R1'],
  }),
  newAnswer({
    id: 'VAL-API-002',
    title: 'The API lists the books with a tag',
    behaviour:
      'With no books yet, post "Solaris" with the tag "space" and "Fiasco" without a tag to /api/books. GET /api/books?tag=space answers 200 with "Solaris" and without "Fiasco".',
    failsIf: 'Both books are listed, or none.',
    expectations: [status('200'), text('"Solaris"'), absent('"Fiasco"')],
    requirements: ['R2'],
  }),
  newAnswer({
    id: 'VAL-API-003',
    title: 'Tags that are no list are refused with a reason',
    behaviour:
      'POST /api/books with the JSON body {"title":"Eden","author":"Stanislaw Lem","tags":"space"} answers 422 and says "Use a list of texts, none of them empty."',
    failsIf: 'The book is added, or the answer does not say what to send instead.',
    expectations: [status('422'), text('Use a list of texts, none of them empty.')],
    requirements: ['R1'],
  }),
  newAnswer({
    id: 'VAL-API-004',
    title: 'A search and a tag narrow the list together',
    behaviour:
      'With no books yet, post "Solaris" with the tag "space", "The Invincible" with the tag "space" and "The Investigation" without a tag to /api/books. GET /api/books?q=inv&tag=space answers with "The Invincible", without "Solaris" and without "The Investigation".',
    failsIf: 'The search or the tag is left out of account.',
    expectations: [text('"The Invincible"'), absent('"Solaris"'), absent('"The Investigation"')],
    requirements: ['R2', 'R5'],
  }),
  oldAnswer({
    id: 'VAL-API-006',
    title: 'A book without a title is refused by the API',
    behaviour:
      'POST /api/books with the JSON body {"title":"","author":"Stanislaw Lem"} answers 422 and says "Enter a title."',
    failsIf: 'The status is another one, or the message is missing.',
    expectations: [status('422'), text('Enter a title.')],
    requirements: ['R3'],
  }),
  oldAnswer({
    id: 'VAL-API-007',
    title: 'Whether a book is read is true or false, nothing else',
    behaviour:
      'Post "Eden" by "Stanislaw Lem" to /api/books. PATCH /api/books/ID, where ID is the id that the answer gave, with the JSON body {"read":"yes"} answers 422.',
    failsIf: 'The change is taken.',
    expectations: [status('422')],
    requirements: ['R3'],
  }),
  oldAnswer({
    id: 'VAL-API-008',
    title: 'The page of a book that does not exist is not found',
    behaviour: 'GET /books/999999, a book that does not exist, answers 404 with "This book is not on your shelf."',
    failsIf: 'The status is another one.',
    expectations: [status('404'), text('This book is not on your shelf.')],
    requirements: ['R3'],
  }),
];

/** Written when a reviewer of the contract asks for it. */
export const repeatedTagAssertion: Assertion = newAnswer({
  id: 'VAL-API-005',
  title: 'A tag that is given twice is kept once',
  behaviour:
    'POST /api/books with the JSON body {"title":"Eden","author":"Stanislaw Lem","tags":["Space","space"]} answers 201 with the tag once: ["space"].',
  failsIf: 'The answer holds the tag twice.',
  expectations: [status('201'), text('["space"]')],
  requirements: ['R1'],
});

export const pageAssertions: readonly Assertion[] = [
  newPage({
    id: 'VAL-TAGS-001',
    title: 'A book is added with tags in the form',
    behaviour:
      'On / put "Kim" into "Title", "Rudyard Kipling" into "Author" and "Travel, India" into "Tags, separated by commas" and press "Add book": the shelf shows link "travel" and link "india".',
    failsIf: 'There is no such field, or the tags are not shown as links.',
    expectations: [state('link "travel"'), state('link "india"')],
    requirements: ['R1', 'R4'],
  }),
  newPage({
    id: 'VAL-TAGS-002',
    title: 'The page of a book shows its tags',
    behaviour:
      'Post "Kim" by "Rudyard Kipling" with the tag "travel" to /api/books and open /books/ID, where ID is the id that the answer gave: the page shows list "Tags" with link "travel".',
    failsIf: 'The page shows no tags.',
    expectations: [state('list "Tags"'), state('link "travel"')],
    requirements: ['R1'],
  }),
  newPage({
    id: 'VAL-TAGS-003',
    title: 'Tags that were typed are kept when the form comes back',
    behaviour:
      'On / put "Kim" into "Title" and "travel" into "Tags, separated by commas", leave "Author" empty and press "Add book": the form comes back with textbox "Tags, separated by commas": travel',
    failsIf: 'The field of the tags is empty.',
    expectations: [state('textbox "Tags, separated by commas": travel')],
    requirements: ['R1', 'R4'],
  }),
  oldPage({
    id: 'VAL-FORM-001',
    title: 'A book without an author is refused with a reason',
    behaviour: 'On / put "Kim" into "Title", leave "Author" empty and press "Add book": it says "Enter an author."',
    failsIf: 'The book is added, or the message is missing.',
    expectations: [text('Enter an author.')],
    requirements: ['R3'],
  }),
  oldPage({
    id: 'VAL-FORM-002',
    title: 'A title of spaces is no title',
    behaviour:
      'On / put three spaces into "Title", "Rudyard Kipling" into "Author" and press "Add book": it says "Enter a title."',
    failsIf: 'A book without a visible title is added.',
    expectations: [text('Enter a title.')],
    requirements: ['R3'],
  }),
  oldPage({
    id: 'VAL-BOOK-001',
    title: 'An author is shown as it was typed',
    behaviour:
      'Post "Kim" by "Rudyard <i>Kipling</i>" to /api/books and open /books/ID, where ID is the id that the answer gave: it shows "by Rudyard <i>Kipling</i>".',
    failsIf: 'The signs around i are missing, or a part of the name is in italics.',
    expectations: [text('by Rudyard <i>Kipling</i>')],
    requirements: ['R3'],
  }),
  oldPage({
    id: 'VAL-BOOK-002',
    title: 'A title on the shelf leads to the page of the book',
    behaviour:
      'Post "Kim" by "Rudyard Kipling" to /api/books, open / and follow the link "Kim": the page says "You have not read this book yet."',
    failsIf: 'The link leads elsewhere.',
    expectations: [text('You have not read this book yet.')],
    requirements: ['R3'],
  }),
  oldPage({
    id: 'VAL-BOOK-003',
    title: 'Deleting takes away the book that was named, and no other',
    behaviour:
      'With no books yet, post "Kim" by "Rudyard Kipling", then "Nostromo" by "Joseph Conrad", then "Typhoon" by "Conrad Aiken" to /api/books. Open /books/ID/delete for "Nostromo", press "Delete book" and open /: the shelf shows "by Rudyard Kipling", but not "by Joseph Conrad".',
    failsIf: 'Another book is gone, or none.',
    expectations: [text('by Rudyard Kipling'), absent('by Joseph Conrad')],
    requirements: ['R3'],
  }),
];

export const shelfAssertions: readonly Assertion[] = [
  newPage({
    id: 'VAL-FILTER-001',
    title: 'A tag leads to the shelf filtered by it',
    behaviour:
      'Post "Walden" by "Henry Thoreau" with the tag "nature" to /api/books, open / and follow the link "nature": the page says "Books tagged “nature”."',
    failsIf: 'The page does not say by which tag it is filtered.',
    expectations: [text('Books tagged “nature”.')],
    requirements: ['R2'],
  }),
  newPage({
    id: 'VAL-FILTER-002',
    title: 'The filtered shelf shows only the books with the tag',
    behaviour:
      'With no books yet, post "Walden" by "Henry Thoreau" with the tag "nature" and "Middlemarch" by "George Eliot" without a tag to /api/books, open / and follow the link "nature": the shelf shows link "Walden", but no link "Middlemarch".',
    failsIf: 'Both books are shown.',
    expectations: [state('link "Walden"'), absent('link "Middlemarch"')],
    requirements: ['R2'],
  }),
  newPage({
    id: 'VAL-FILTER-003',
    title: 'The filter by tag can be cleared',
    behaviour:
      'With no books yet, post "Walden" by "Henry Thoreau" with the tag "nature" and "Middlemarch" by "George Eliot" without a tag to /api/books, open /, follow the link "nature" and then the link "Clear tag filter": the shelf shows link "Walden" and link "Middlemarch" again.',
    failsIf: 'There is no way back to the whole shelf.',
    expectations: [state('link "Walden"'), state('link "Middlemarch"')],
    requirements: ['R2'],
  }),
  oldPage({
    id: 'VAL-SHELF-001',
    title: 'An empty shelf says what to do',
    behaviour: 'With no books yet, open /: it says "Your shelf is empty."',
    failsIf: 'It says something else, or nothing.',
    expectations: [text('Your shelf is empty.')],
    requirements: ['R3'],
  }),
  oldPage({
    id: 'VAL-SHELF-002',
    title: 'One book is counted as one book',
    behaviour:
      'With no books yet, post "Walden" by "Henry Thoreau" to /api/books and open /: the status says "1 book, 0 read".',
    failsIf: 'The count or its wording is another one.',
    expectations: [text('1 book, 0 read')],
    requirements: ['R3'],
  }),
  oldPage({
    id: 'VAL-SEARCH-001',
    title: 'A search without a match says so',
    behaviour:
      'Post "Walden" by "Henry Thoreau" to /api/books, open /, put "zzz" into "Search by title or author" and press "Search": it says "No book matches your search."',
    failsIf: 'It says something else, or nothing.',
    expectations: [text('No book matches your search.')],
    requirements: ['R3'],
  }),
  oldPage({
    id: 'VAL-SEARCH-002',
    title: 'A search finds a book by its author',
    behaviour:
      'With no books yet, post "Walden" by "Henry Thoreau" and "Middlemarch" by "George Eliot" to /api/books, open /, put "Eliot" into "Search by title or author" and press "Search": it says "Showing 1 of 2 books."',
    failsIf: 'The book is not found.',
    expectations: [text('Showing 1 of 2 books.')],
    requirements: ['R3'],
  }),
  oldPage({
    id: 'VAL-SEARCH-003',
    title: 'The search field keeps what was searched for',
    behaviour:
      'Post "Walden" by "Henry Thoreau" to /api/books, open /, put "Walden" into "Search by title or author" and press "Search": the page that comes shows searchbox "Search by title or author": Walden',
    failsIf: 'The field is empty.',
    expectations: [state('searchbox "Search by title or author": Walden')],
    requirements: ['R3'],
  }),
];

export const readmeAssertion: Assertion = {
  id: 'VAL-README-001',
  title: 'The README names the filter by tag',
  behaviour:
    'The command grep -n "tag=name" README.md exits with 0 and prints the line of the API that begins with "GET /api/books?q=text&tag=name".',
  failsIf: 'The README does not name the parameter; grep exits with 1.',
  surface: 'command',
  service: null,
  expectations: [{ kind: 'exitCode', value: '0' }, text('GET /api/books?q=text&tag=name')],
  command: 'grep -n "tag=name" README.md',
  intent: 'new',
  requirements: ['R6'],
};
