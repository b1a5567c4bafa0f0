/**
 * THE layer table: what each part of the source may import. Whatever does not stand in its row is refused.
 * A path ending in "/" means the folder with all below it, any other path one file.
 */
export interface Layer {
  path: string;
  /** Parts of the project that may be imported. Its own folder is always allowed, unless `unitsApart` says otherwise. */
  imports: readonly string[];
  /** Parts of the project of which only types may be imported. */
  importsTypesOf?: readonly string[];
  /** External packages, by name; "node:*" stands for all modules of Node. */
  packages: readonly string[];
  /**
   * The entries of the folder do not know each other; only those under `shared` may be imported by the others, and
   * they themselves import no unit.
   */
  unitsApart?: { shared: readonly string[] };
}

export const entryPoints: readonly string[] = ['src/extension.ts', 'src/headless.ts'];

// zod: only to tell it, before the first schema, that pages may not compile code.
const webviewPackages = [
  'zod',
  'preact',
  '@tanstack/virtual-core',
  'uplot',
  'markdown-it',
  'dompurify',
  '@vscode/codicons',
];

/** The most specific row counts: a file belongs to the longest path that it lies under. */
export const layers: readonly Layer[] = [
  { path: 'src/mission/', imports: [], packages: ['zod'] },
  { path: 'src/ports/', imports: [], importsTypesOf: ['src/mission/'], packages: [] },
  // zod: the loop parses what a model returns with each tool's schema before the tool runs.
  { path: 'src/agent/', imports: ['src/ports/'], packages: ['zod'] },
  {
    path: 'src/tools/',
    imports: ['src/agent/', 'src/ports/'],
    packages: ['zod'],
    unitsApart: { shared: ['src/tools/shared/'] },
  },
  {
    path: 'src/roles/',
    imports: ['src/mission/', 'src/agent/', 'src/tools/', 'src/ports/'],
    packages: ['zod'],
    unitsApart: { shared: ['src/roles/tools/', 'src/roles/role.ts'] },
  },
  { path: 'src/journal/', imports: ['src/mission/', 'src/ports/'], packages: [] },
  { path: 'src/runner/', imports: ['src/mission/', 'src/ports/', 'src/journal/', 'src/roles/'], packages: [] },
  // Events and states as words for people, the same in the terminal and in the editor.
  { path: 'src/wording/', imports: ['src/mission/'], packages: [] },
  { path: 'src/protocol/', imports: ['src/mission/', 'src/wording/'], packages: ['zod'] },
  {
    path: 'src/adapters/node/',
    imports: ['src/ports/'],
    packages: ['node:*', 'simple-git', 'playwright-core'],
  },
  {
    path: 'src/adapters/model/',
    imports: ['src/ports/', 'src/adapters/model/rehearsal/'],
    packages: ['@anthropic-ai/sdk', 'openai'],
  },
  // The rehearsal's input is the model request alone: no journal, no files, no clock.
  { path: 'src/adapters/model/rehearsal/', imports: ['src/ports/model.ts'], packages: [] },
  { path: 'src/adapters/vscode/', imports: ['src/ports/'], packages: ['vscode'] },
  {
    path: 'src/views/',
    imports: ['src/mission/', 'src/wording/', 'src/protocol/', 'src/runner/missions.ts'],
    importsTypesOf: ['src/ports/'],
    packages: ['vscode'],
    // desk: the mission on which a window works, which every view shows.
    unitsApart: { shared: ['src/views/desk/'] },
  },
  { path: 'src/terminal/', imports: ['src/mission/', 'src/wording/', 'src/runner/missions.ts'], packages: [] },
  { path: 'src/extension.ts', imports: ['src/'], packages: ['vscode'] },
  // The composition of the extension, loaded when somebody first uses it.
  { path: 'src/editor/', imports: ['src/'], packages: ['vscode'] },
  // headless.ts, and the file per edge that a longer composition gets beside it.
  { path: 'src/', imports: ['src/'], packages: [] },
  {
    path: 'webview-ui/',
    imports: ['src/protocol/', 'src/mission/', 'src/wording/'],
    packages: webviewPackages,
    unitsApart: { shared: ['webview-ui/shared/'] },
  },
  {
    path: 'webview-ui/shared/controls/',
    imports: [],
    packages: ['preact', '@vscode/webview-ui-toolkit'],
  },
];
