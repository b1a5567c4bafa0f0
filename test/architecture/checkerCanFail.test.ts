import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { DependencyGraph } from './dependencies.ts';
import { readDependencies } from './dependencies.ts';
import { layers } from './layers.ts';
import { listSourceFiles } from './sourceFiles.ts';
import { findUnseen, findViolations } from './violations.ts';

interface Planted {
  file: string;
  source: string;
}

const targets = [
  [
    'mission',
    'ports',
    'agent',
    'tools',
    'tools/shared',
    'roles/tools',
    'roles/worker',
    'journal',
    'runner',
    'protocol',
  ],
  ['adapters/node', 'adapters/model', 'adapters/model/rehearsal', 'adapters/vscode', 'views/chat', 'terminal'],
].flat();

const refused: Record<string, Planted> = {
  'mission imports a port': { file: 'src/mission/a.ts', source: "import type { T } from '../ports/thing.ts';" },
  'mission imports Node': { file: 'src/mission/b.ts', source: "import { readFileSync } from 'node:fs';" },
  'mission imports Node without the prefix': { file: 'src/mission/c.ts', source: "import { readFileSync } from 'fs';" },
  'a port runs code of mission': { file: 'src/ports/a.ts', source: "import { v } from '../mission/thing.ts';" },
  'a port imports zod': { file: 'src/ports/b.ts', source: "import { z } from 'zod';" },
  'agent imports mission': { file: 'src/agent/a.ts', source: "import type { T } from '../mission/thing.ts';" },
  'agent imports an SDK, as a type': { file: 'src/agent/b.ts', source: "import type { A } from '@anthropic-ai/sdk';" },
  'agent imports dynamically': {
    file: 'src/agent/c.ts',
    source: "export const m = () => import('../journal/thing.ts');",
  },
  'agent names an import type': { file: 'src/agent/d.ts', source: "export type X = import('../journal/thing.ts').T;" },
  'agent exports from elsewhere': { file: 'src/agent/e.ts', source: "export { v } from '../mission/thing.ts';" },
  'agent asks the process for Node': { file: 'src/agent/f.ts', source: "process.getBuiltinModule('node:fs');" },
  'a tool imports a tool': { file: 'src/tools/a.ts', source: "import { v } from './thing.ts';" },
  'a shared part imports a tool': { file: 'src/tools/shared/a.ts', source: "import { v } from '../thing.ts';" },
  'a tool imports mission': { file: 'src/tools/b.ts', source: "import { v } from '../mission/thing.ts';" },
  'a role imports a role': { file: 'src/roles/scout/a.ts', source: "import { v } from '../worker/thing.ts';" },
  'a tool of roles imports a role': { file: 'src/roles/tools/a.ts', source: "import { v } from '../worker/thing.ts';" },
  'a role imports the journal': { file: 'src/roles/scout/b.ts', source: "import { v } from '../../journal/thing.ts';" },
  'the journal imports the runner': { file: 'src/journal/a.ts', source: "import { v } from '../runner/thing.ts';" },
  'the runner imports an adapter': {
    file: 'src/runner/a.ts',
    source: "import { v } from '../adapters/node/thing.ts';",
  },
  'the runner imports a tool': { file: 'src/runner/b.ts', source: "import { v } from '../tools/thing.ts';" },
  'protocol imports ports': { file: 'src/protocol/a.ts', source: "import type { T } from '../ports/thing.ts';" },
  'an adapter imports another family': {
    file: 'src/adapters/node/a.ts',
    source: "import { v } from '../model/thing.ts';",
  },
  'adapters/node imports an SDK': { file: 'src/adapters/node/b.ts', source: "import OpenAI from 'openai';" },
  'adapters/node imports mission': {
    file: 'src/adapters/node/c.ts',
    source: "import { v } from '../../mission/thing.ts';",
  },
  'adapters/model imports Node': { file: 'src/adapters/model/a.ts', source: "import { env } from 'node:process';" },
  'adapters/vscode imports Node': { file: 'src/adapters/vscode/a.ts', source: "import { env } from 'node:process';" },
  'the rehearsal imports the clock': {
    file: 'src/adapters/model/rehearsal/a.ts',
    source: "import type { T } from '../../../ports/clock.ts';",
  },
  'the rehearsal imports the journal': {
    file: 'src/adapters/model/rehearsal/b.ts',
    source: "import { v } from '../../../journal/thing.ts';",
  },
  'the rehearsal imports Node': { file: 'src/adapters/model/rehearsal/c.ts', source: "import fs from 'node:fs';" },
  'the rehearsal imports a sibling model': {
    file: 'src/adapters/model/rehearsal/d.ts',
    source: "import { v } from '../thing.ts';",
  },
  'a view imports a view': { file: 'src/views/trees/a.ts', source: "import { v } from '../chat/thing.ts';" },
  'a view runs code of a port': { file: 'src/views/trees/b.ts', source: "import { v } from '../../ports/thing.ts';" },
  'a view imports the runner’s insides': {
    file: 'src/views/trees/c.ts',
    source: "import { v } from '../../runner/thing.ts';",
  },
  'the terminal imports Node': { file: 'src/terminal/a.ts', source: "import readline from 'node:readline';" },
  'the engine imports vscode, as a type': { file: 'src/runner/c.ts', source: "import type { Uri } from 'vscode';" },
  'a composition imports Node': { file: 'src/headlessEdge.ts', source: "import { argv } from 'node:process';" },
  'somebody imports an entry point': { file: 'src/otherEdge.ts', source: "import { v } from './headless.ts';" },
  'an import leads nowhere': { file: 'src/mission/d.ts', source: "import { v } from './nothing.ts';" },
  'the source imports a test': { file: 'src/agent/g.ts', source: "import { v } from '../../test/thing.ts';" },
  'an unknown package': { file: 'src/adapters/node/d.ts', source: "import leftPad from 'left-pad';" },
};

const allowed: Planted[] = [
  { file: 'src/mission/fine.ts', source: "import { z } from 'zod';\nimport { v } from './thing.ts';" },
  { file: 'src/ports/fine.ts', source: "import type { T } from '../mission/thing.ts';" },
  {
    file: 'src/tools/fine.ts',
    source: "import { v } from './shared/thing.ts';\nimport type { T } from '../ports/thing.ts';",
  },
  {
    file: 'src/roles/scout/fine.ts',
    source: "import { v } from '../tools/thing.ts';\nimport { v as w } from '../../tools/thing.ts';",
  },
  {
    file: 'src/adapters/node/fine.ts',
    source: "import fs from 'node:fs/promises';\nimport { simpleGit } from 'simple-git';",
  },
  {
    file: 'src/adapters/model/fine.ts',
    source: "import OpenAI from 'openai';\nimport type { T } from '../../ports/thing.ts';",
  },
  {
    file: 'src/views/trees/fine.ts',
    source: "import { v } from '../../runner/missions.ts';\nimport { window } from 'vscode';",
  },
];

describe('the check of the boundaries', () => {
  let root: string;
  let graph: DependencyGraph;

  before(async () => {
    root = mkdtempSync(path.join(os.tmpdir(), 'longhaul-boundaries-'));
    const things = targets.map((folder) => ({ file: `src/${folder}/thing.ts`, source: '' }));
    const files = [
      'src/ports/clock.ts',
      'src/ports/model.ts',
      'src/runner/missions.ts',
      'src/headless.ts',
      'test/thing.ts',
    ];
    for (const planted of [
      ...things,
      ...files.map((file) => ({ file, source: '' })),
      ...allowed,
      ...Object.values(refused),
    ]) {
      plant(root, planted);
    }
    plant(root, { file: 'src/runner/round.ts', source: "import type { T } from './about.ts';" });
    plant(root, { file: 'src/runner/about.ts', source: "import type { T } from './round.ts';" });
    graph = await readDependencies(root, ['src']);
  });

  after(() => rmSync(root, { recursive: true, force: true }));

  for (const [sentence, { file }] of Object.entries(refused)) {
    it(`refuses: ${sentence}`, () => {
      const violations = findViolations(graph.dependencies, layers).filter((text) => text.startsWith(`${file} `));
      assert.equal(
        violations.length,
        1,
        `seen: ${JSON.stringify(graph.dependencies.filter(({ from }) => from === file))}`,
      );
    });
  }

  it('allows what stands in the table, and refuses nothing else', () => {
    const planted = Object.values(refused).map(({ file }) => `${file} `);
    const others = findViolations(graph.dependencies, layers).filter(
      (text) => !planted.some((file) => text.startsWith(file)),
    );
    assert.deepEqual(others, []);
    const read = graph.dependencies.filter(({ from }) => allowed.some(({ file }) => file === from));
    assert.equal(read.length, allowed.flatMap(({ source }) => source.split('\n')).length);
  });

  it('finds a cycle of types', () => {
    assert.ok(graph.cycles.some((cycle) => cycle.includes('src/runner/round.ts')));
  });

  it('notices a file that was not read', () => {
    const filesOnDisk = listSourceFiles(root, 'src');
    assert.deepEqual(findUnseen(graph.modules, filesOnDisk), []);
    assert.deepEqual(findUnseen([], ['src/a.ts']), ['src/a.ts was not read']);
  });
});

function plant(root: string, { file, source }: Planted): void {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `${source}\nexport const v = 1;\nexport type T = number;\n`);
}
