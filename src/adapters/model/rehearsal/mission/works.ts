import type { Call } from '../script.ts';
import { call } from '../script.ts';
import backend from './backendWork.json' with { type: 'json' };
import filter from './filterWork.json' with { type: 'json' };
import pages from './pagesWork.json' with { type: 'json' };
import { titles } from './plan.ts';
import readme from './readmeWork.json' with { type: 'json' };

/** Texts are lists of lines. */
export interface WrittenFile {
  path: string;
  text: string[];
}

export interface TextEdit {
  path: string;
  oldText: string[];
  newText: string[];
}

/** Something done by hand at the address of the running service, and the text that must be seen then. */
export interface HandCheck {
  action: string;
  do: (url: string) => Call;
  expects: string | null;
}

/** How one feature of the plan is built. */
export interface Work {
  reads: string[];
  search: string;
  tests: WrittenFile[];
  testCommand: string;
  testNames: string[];
  writes: WrittenFile[];
  edits: TextEdit[];
  message: string;
  summary: string;
  implemented: string[];
  checks: HandCheck[];
}

const post = (body: unknown, expects: string | null): HandCheck => ({
  action: `POST /api/books with ${JSON.stringify(body)}`,
  do: (url) => call('http_request', { method: 'POST', url: `${url}/api/books`, body: JSON.stringify(body) }),
  expects,
});
const open = (path: string, expects: string | null): HandCheck => ({
  action: `Opened ${path} in the browser`,
  do: (url) => call('browser_navigate', { url: url + path }),
  expects,
});
const fill = (name: string, text: string): HandCheck => ({
  action: `Put "${text}" into "${name}"`,
  do: () => call('browser_fill', { role: 'textbox', name, text }),
  expects: null,
});

const emma = { title: 'Emma', author: 'Jane Austen' };

const backendChecks: HandCheck[] = [
  post({ ...emma, tags: ['Classic', 'classic'] }, '["classic"]'),
  post({ ...emma, tags: 'classic' }, 'HTTP 422'),
  {
    action: 'GET /api/books?tag=classic',
    do: (url) => call('http_request', { method: 'GET', url: `${url}/api/books?tag=classic` }),
    expects: '"Emma"',
  },
];

const pageChecks: HandCheck[] = [
  open('/', 'textbox "Tags, separated by commas"'),
  fill('Title', 'Emma'),
  fill('Author', 'Jane Austen'),
  fill('Tags, separated by commas', 'Classic, family'),
  {
    action: 'Pressed "Add book"',
    do: () => call('browser_click', { role: 'button', name: 'Add book' }),
    expects: 'link "family"',
  },
  open('/books/1', 'list "Tags"'),
];

/** The name of the address's parameter by which the pages filter. */
const parameters = { right: 'tag', mistaken: 'tags' };

function filterChecks(parameter: string): HandCheck[] {
  return [
    post({ ...emma, tags: ['classic'] }, 'HTTP 201'),
    post({ title: 'Dune', author: 'Frank Herbert' }, 'HTTP 201'),
    open(`/?${parameter}=classic`, 'Books tagged “classic”.'),
    {
      action: 'Followed "Clear tag filter"',
      do: () => call('browser_click', { role: 'link', name: 'Clear tag filter' }),
      expects: 'link "Dune"',
    },
  ];
}

function withParameter(lines: string[], parameter: string): string[] {
  return lines.map((line) => line.replaceAll('{{parameter}}', parameter));
}

/**
 * The filter of the pages. Its first builder may mistake the name: the form's field is called tags, so the address's parameter is
 * taken to be called so, too, while the links say tag. Its own tests and checks use the same wrong name and see nothing.
 */
function filterWork(isMistaken: boolean): Work {
  const parameter = isMistaken ? parameters.mistaken : parameters.right;
  return {
    ...filter,
    tests: filter.tests.map((file) => ({ ...file, text: withParameter(file.text, parameter) })),
    edits: filter.edits.map((edit) => ({ ...edit, newText: withParameter(edit.newText, parameter) })),
    checks: filterChecks(parameter),
  };
}

/** How the feature of this title is built, or null where the rehearsal does not know it. */
export function workOn(title: string, { isMistaken }: { isMistaken: boolean }): Work | null {
  switch (title) {
    case titles.backend:
      return { ...backend, checks: backendChecks };
    case titles.pages:
      return { ...pages, checks: pageChecks };
    case titles.filter:
      return filterWork(isMistaken);
    case titles.readme:
      return { ...readme, checks: [] };
    default:
      return null;
  }
}
