import * as vscode from 'vscode';
import type { Row } from '../desk/row.ts';

type Tree = vscode.TreeDataProvider<Row>;

/** A tree that is loaded when somebody first looks at it. */
export function lazyTree(load: () => Promise<Tree>): Tree {
  const changed = new vscode.EventEmitter<Row | Row[] | undefined>();
  let loaded: Promise<Tree> | null = null;
  const tree = (): Promise<Tree> =>
    (loaded ??= load().then((found) => {
      found.onDidChangeTreeData?.((row) => {
        changed.fire(row ?? undefined);
      });
      return found;
    }));
  return {
    onDidChangeTreeData: changed.event,
    getTreeItem: async (row) => (await tree()).getTreeItem(row),
    getChildren: async (row) => (await tree()).getChildren(row),
    getParent: async (row) => (await tree()).getParent?.(row),
  };
}
