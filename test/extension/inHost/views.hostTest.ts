import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { setting } from '../../../src/adapters/vscode/settings.ts';
import { StoredKeys } from '../../../src/adapters/vscode/storedKeys.ts';
import type { Desk } from '../../../src/views/desk/desk.ts';
import type { Row } from '../../../src/views/desk/row.ts';
import { rangeOf } from '../../../src/views/diffs/changes.ts';
import { FindingThreads } from '../../../src/views/diffs/findingThreads.ts';
import { lazyFiles } from '../../../src/views/diffs/lazyFiles.ts';
import { blobFile, commitFile, StoredFiles } from '../../../src/views/diffs/storedFiles.ts';
import { contractRows } from '../../../src/views/trees/contractRows.ts';
import { missionRows } from '../../../src/views/trees/missionRows.ts';
import { RowTree } from '../../../src/views/trees/rowTree.ts';
import { policyModel } from '../../support/smallMission/policyModel.ts';
import { smallPolicy } from '../../support/smallMission/smallPolicy.ts';
import { smallRepository } from '../../support/smallMission/smallRepository.ts';
import { approved, deskOver, until } from '../../support/smallMission/testDesk.ts';
import { testEngine } from '../../support/smallMission/testEngine.ts';

const missionWithinMs = 120_000;

function outline(tree: RowTree, rows: Row[]): unknown[] {
  return rows.map((row) => {
    const item = tree.getTreeItem(row);
    return [item.label, item.description, item.contextValue, ...outline(tree, tree.getChildren(row))];
  });
}

describe('what the window shows of a mission', function () {
  this.timeout(missionWithinMs);
  let desk: Desk;
  let tree: RowTree;
  const redrawn: (Row | undefined)[] = [];

  before(async () => {
    const { missions } = testEngine(policyModel(smallPolicy()));
    desk = deskOver(missions, smallRepository());
    tree = new RowTree(desk, missionRows);
    tree.onDidChangeTreeData((row) => redrawn.push(row));
    await approved(desk);
    await until(desk, ({ phase }) => phase === 'completed');
    // Trees are drawn a moment after the events.
    await until(desk, () => tree.getChildren().some(({ description }) => description.startsWith('sealed')));
  });
  after(() => desk.leave());

  it('is the plan with its attempts, commits and findings, in the tree of the mission', () => {
    const features = desk.state?.features;
    const [milestone] = tree.getChildren();
    assert.ok(milestone && features);
    assert.deepEqual(
      [tree.getTreeItem(milestone).label, tree.getTreeItem(milestone).description],
      ['M1 Names', 'sealed, round 2, 2 of 2'],
    );
    const built = tree.getChildren(milestone).filter(({ subject }) => subject.kind === 'feature');
    const attempts = built.map((row) => outline(tree, tree.getChildren(row))[0]);
    const expected = ['F1', 'F2'].map((id) => [
      'Attempt 1',
      `accepted, run ${features[id]?.attempts[0]?.run}`,
      'attempt',
      [features[id]?.commits[0]?.slice(0, 10), 'commit', 'commit'],
    ]);
    assert.deepEqual(new Set(attempts), new Set(expected));
    for (const row of built) assert.equal(tree.getParent(row)?.id, milestone.id);
  });

  it('draws anew only rows that have changed', () => {
    assert.ok(redrawn.some((row) => row !== undefined));
    assert.ok(redrawn.filter((row) => row === undefined).length < redrawn.length);
  });

  it('is the contract by area, with verdicts and evidence', () => {
    const contract = new RowTree(desk, contractRows);
    const [area, ...others] = contract.getChildren();
    assert.ok(area);
    assert.deepEqual([area.label, area.description, others.length], ['GREET', '2 of 2 passed', 0]);
    const assertions = contract.getChildren(area);
    assert.deepEqual(
      assertions.map(({ label }) => label),
      ['VAL-GREET-001', 'VAL-GREET-002'],
    );
    assert.ok(assertions.every((row) => contract.getChildren(row).length > 0));
    const item = contract.getTreeItem(area);
    assert.match(String(item.accessibilityInformation?.label), /area GREET, 2 of 2 passed/);
  });

  it('opens files of commits and stored evidence, read-only', async () => {
    const stored = lazyFiles(() => Promise.resolve(new StoredFiles(desk)));
    const { state } = desk;
    assert.ok(state);
    const range = rangeOf(state, { kind: 'featureChanges', feature: 'F1' });
    assert.ok(range);
    const text = async (uri: vscode.Uri): Promise<string> => new TextDecoder().decode(await stored.readFile(uri));
    assert.match(await text(commitFile(range.head, 'greet.js')), /Hello, \$\{name\}/);
    assert.doesNotMatch(await text(commitFile(range.base, 'greet.js')), /\$\{name\}/);
    const [evidence] = Object.values(state.evidence);
    assert.ok(evidence);
    assert.match(await text(blobFile(evidence.blob, 'output.txt')), /exit code/);
    await assert.rejects(text(commitFile(range.head, 'nowhere.js')), vscode.FileSystemError);
    const file = commitFile(range.head, 'greet.js');
    const write = (): unknown => stored.writeFile(file, new Uint8Array(), { create: true, overwrite: true });
    assert.throws(write, vscode.FileSystemError);
  });

  it('has a comment thread for every finding that names a place, without complaint', () => {
    new FindingThreads(desk).dispose();
  });
});

describe('the settings', () => {
  it('count for the user and not for a workspace', async () => {
    const all = vscode.workspace.getConfiguration();
    assert.equal(setting('longhaul.requestTimeoutMinutes'), 15);
    await all.update('longhaul.requestTimeoutMinutes', 45, vscode.ConfigurationTarget.Global);
    assert.equal(setting('longhaul.requestTimeoutMinutes'), 45);
    await all.update('longhaul.requestTimeoutMinutes', undefined, vscode.ConfigurationTarget.Global);
    await assert.rejects(
      Promise.resolve(
        all.update('longhaul.anthropicBaseUrl', 'http://evil.example', vscode.ConfigurationTarget.Workspace),
      ),
    );
    assert.equal(setting('longhaul.anthropicBaseUrl'), '');
  });
});

describe('keys of providers', () => {
  it('are in the secret storage alone, and known at once', async () => {
    const kept = new Map<string, string>();
    const changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
    const storage: vscode.SecretStorage = {
      get: async (name) => kept.get(name),
      keys: async () => [...kept.keys()],
      store: async (name, value) => void kept.set(name, value),
      delete: async (name) => void kept.delete(name),
      onDidChange: changed.event,
    };
    const told: string[] = [];
    const keys = await StoredKeys.read(storage, () => told.push('changed'));
    assert.equal(keys.key('anthropic'), null);
    await keys.store('anthropic', 'sk-of-a-test');
    assert.deepEqual(
      [keys.key('anthropic'), [...kept]],
      ['sk-of-a-test', [['longhaul.key.anthropic', 'sk-of-a-test']]],
    );
    // Another window removes it.
    kept.clear();
    changed.fire({ key: 'longhaul.key.anthropic' });
    await new Promise((resolve) => setTimeout(resolve));
    assert.deepEqual([keys.key('anthropic'), told], [null, ['changed']]);
  });
});
