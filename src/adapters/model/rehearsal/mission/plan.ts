import { apiAssertions, pageAssertions, readmeAssertion, repeatedTagAssertion, shelfAssertions } from './contract.ts';

/** The plan of the rehearsed mission, as written for the tools of the orchestrator. */

export const titles = {
  backend: 'Books keep tags',
  pages: 'The form and the pages show tags',
  filter: 'The shelf is filtered by a tag',
  readme: 'The README names tags',
};

export const milestones = [
  {
    id: 'M1',
    title: 'Books carry tags',
    outcome: 'Tags are given in the form or by the API and are shown with each book.',
  },
  {
    id: 'M2',
    title: 'The shelf is filtered by tag',
    outcome: 'A tag leads to the books that carry it, and the README says so.',
  },
];

const noFix = { findings: [], assertions: [] };
const ids = (...assertions: readonly { id: string }[]): string[] => assertions.map(({ id }) => id);

export const features = [
  {
    id: 'F1',
    milestone: 'M1',
    title: titles.backend,
    description:
      'A book has tags: a list of texts, kept in lower case, each once. checkBook in src/book.js reads them and refuses what is no list of texts with “Use a list of texts, none of them empty.” Store.list takes a tag beside the query and keeps only books that carry it. GET /api/books takes the parameter tag.',
    preconditions: [],
    expectedBehaviour: [
      'POST /api/books takes tags and answers with them in lower case, each once.',
      'GET /api/books?tag=name lists only books with this tag; together with q both count.',
      'Tags that are no list of texts get 422 with the message.',
      'Books from before have no tags and go on working.',
    ],
    skill: 'backend',
    claims: ids(...apiAssertions, repeatedTagAssertion),
    fixes: noFix,
    dependsOn: [],
  },
  {
    id: 'F2',
    milestone: 'M1',
    title: titles.pages,
    description:
      'The form gets the field “Tags, separated by commas”; it keeps what was typed when the form comes back. The shelf and the page of a book show the tags as a list named “Tags”, each a link to the shelf filtered by it (the filter itself is F3). A book without tags shows no list.',
    preconditions: ['F1: books keep tags'],
    expectedBehaviour: [
      'A book added with “Travel, India” shows the links travel and india.',
      'The page of a book shows its tags.',
      'The field keeps what was typed when something else is wrong.',
    ],
    skill: 'frontend',
    claims: ids(...pageAssertions),
    fixes: noFix,
    dependsOn: ['F1'],
  },
  {
    id: 'F3',
    milestone: 'M2',
    title: titles.filter,
    description:
      'The shelf takes the tag of the links that F2 made and shows only books that carry it, with the note “Books tagged “NAME”.” and the link “Clear tag filter” back to all. Search and tag count together.',
    preconditions: ['F1: the store lists by tag', 'F2: tags are links'],
    expectedBehaviour: [
      'A tag leads to the shelf with only the books that carry it.',
      'The page says by which tag it is filtered and offers the way back.',
    ],
    skill: 'frontend',
    claims: ids(...shelfAssertions),
    fixes: noFix,
    dependsOn: ['F2'],
  },
  {
    id: 'F4',
    milestone: 'M2',
    title: titles.readme,
    description:
      'The table of the API in README.md names the parameter: GET /api/books?q=text&tag=name, and the field tags of a new book.',
    preconditions: [],
    expectedBehaviour: ['README.md names the parameter tag and the field tags.'],
    skill: 'backend',
    claims: ids(readmeAssertion),
    fixes: noFix,
    dependsOn: ['F1'],
  },
];

const gates =
  'Every gate before the commit: `node --test --test-reporter=tap`, `node scripts/check.js`, `node scripts/lint.js`.';

export const skills = [
  {
    name: 'backend',
    text: [
      '# backend',
      'Work in src/book.js (what a book may be), src/store.js (books in memory and in one file) and src/api.js (JSON). Plain JavaScript',
      'modules without dependencies; handlers return values of src/responses.js.',
      '- One test file: `node --test test/NAME.test.js`. Tests start the app on port 0 with a temporary folder, as in test/api.test.js.',
      '- What people send is checked in src/book.js, which returns fields and errors; the API answers errors with 422.',
      '- Check by hand: start the services, request what you added with good, bad and missing input; look at status and text.',
      `- ${gates}`,
    ].join('\n'),
  },
  {
    name: 'frontend',
    text: [
      '# frontend',
      'Work in src/routes.js (which page answers what) and src/pages/ (what it looks like); a page never touches the store. All HTML is',
      'made with the html tag, which escapes. Every input has a label, errors stand beside their field and keep what was typed.',
      '- One test file: `node --test test/NAME.test.js`. Tests start the app on port 0 with a temporary folder, as in test/pages.test.js.',
      '- Check by hand: start the services, open the page in the browser, use it as a person would, read the snapshot.',
      `- ${gates}`,
    ].join('\n'),
  },
];
