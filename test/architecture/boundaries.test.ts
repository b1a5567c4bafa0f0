import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { DependencyGraph } from './dependencies.ts';
import { readDependencies } from './dependencies.ts';
import { layers } from './layers.ts';
import { listSourceFiles, projectRoot } from './sourceFiles.ts';
import { findUnseen, findViolations } from './violations.ts';

describe('the boundaries of the source', () => {
  const folders = ['src', 'webview-ui'].filter((folder) => existsSync(path.join(projectRoot, folder)));
  let graph: DependencyGraph;

  before(async () => {
    graph = await readDependencies(projectRoot, folders);
  });

  it('are checked for every file on disk', () => {
    const filesOnDisk = folders.flatMap((folder) => listSourceFiles(projectRoot, folder));
    assert.ok(filesOnDisk.length > 0);
    assert.deepEqual(findUnseen(graph.modules, filesOnDisk), []);
    assert.equal(graph.modules.length, filesOnDisk.length);
  });

  it('are kept by every import', () => {
    assert.deepEqual(findViolations(graph.dependencies, layers), []);
  });

  it('enclose no cycle', () => {
    assert.deepEqual(graph.cycles, []);
  });
});
