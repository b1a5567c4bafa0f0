import { playable } from './goal.ts';

/** What the rehearsal writes down while it scopes. */

export const greeting = `${playable} Nothing of what I say is thought up as we go; what my tools return decides which part I play.`;

export const understood =
  'I understood: a book carries tags, given in the form and by the API; a tag leads to the shelf filtered by it; what the shelf does today stays as it is; the README says so. Two things are yours to decide.';

export const researchTasks = [
  'Conventions: how is the project laid out, run, tested and linted? Quote the exact commands, the texts of README.md and AGENTS.md that bind a worker, and the service with its health path.',
  'The part that tags touch: which routes answer the shelf and the books, where is a book checked and kept, which texts, labels and links do the pages show? Quote them with file and line.',
];

export const scoutTasks = [
  'Gates: run every gate of the services manifest in its order and report exit codes and the number of tests.',
  'Service: start the service of the manifest, request its health path, open the shelf in the browser and add a book with the form.',
];

export const statedRequirements = [
  { id: 'R1', text: 'A book can carry tags, given in the form and by the API.', binding: false },
  { id: 'R2', text: 'The shelf and the list of the API can be filtered by a tag.', binding: false },
  { id: 'R3', text: 'What the shelf does today stays as it is.', binding: false },
  { id: 'R6', text: 'The README of the project names the filter by tag.', binding: false },
];

/** Each with the requirement that its answer becomes. */
export const questions = [
  {
    id: 'R4',
    question: 'How should tags be entered in the form?',
    options: ['In one field, separated by commas (recommended: one field, works without scripts)', 'You decide'],
    played: 'Tags are entered in one field of the form, separated by commas.',
  },
  {
    id: 'R5',
    question: 'Should a search and a tag narrow the list together?',
    options: ['Yes, together (recommended: nobody loses a search by a click)', 'You decide'],
    played: 'A search and a tag narrow the list together.',
  },
];

export const decisions = [
  {
    text: 'Tags are kept with the book in lower case, each once; a tag is found however it was typed.',
    reason: 'a person who types “Travel” and “travel” means one tag',
  },
  { text: 'No dependency is added.', reason: 'AGENTS.md of the repository forbids it' },
  { text: 'No keys and no accounts are needed.', reason: 'the application works offline with one file' },
];

export const notes = [
  {
    topic: 'architecture',
    text: 'src/book.js checks a book, src/store.js keeps and lists books, src/api.js answers JSON, src/routes.js answers pages, src/pages/ renders them. A page never touches the store.',
  },
  {
    topic: 'boundaries',
    text: 'Only src/, public/, test/ and README.md change. Port and data folder come from PORT and DATA_DIR; no network, no dependency.',
  },
  {
    topic: 'how-to-test',
    text: 'Books are added quickest by POST /api/books with title, author and, once there, tags (a list of texts). DELETE /api/books/ID takes one away. Each tester starts with an empty shelf.',
  },
];

export const manifest = {
  setup: [],
  gates: [
    {
      name: 'test',
      kind: 'test',
      command: 'node --test --test-reporter=tap',
      timeLimitMinutes: 2,
      report: { format: 'tap' },
    },
    { name: 'check', kind: 'typecheck', command: 'node scripts/check.js', timeLimitMinutes: 2, report: null },
    { name: 'lint', kind: 'lint', command: 'node scripts/lint.js', timeLimitMinutes: 2, report: null },
  ],
  services: [{ name: 'web', start: 'node src/server.js', healthPath: '/health', startLimitSeconds: 20 }],
};

export const reviewFocuses = [
  'missing: requirements, edge cases and flows across areas that nothing asserts',
  'ambiguous or not testable with the tools of testers; expectations that would be seen without the behaviour',
];

export const planSummary = `${playable} M1 gives books tags: in the API, in the form and on the pages. M2 filters the shelf by a tag and brings the README up to date. Every assertion is tried in the browser, by HTTP or by a command; what the shelf does today is asserted, too. Tags of a book cannot be changed on a page; that is not included.`;
