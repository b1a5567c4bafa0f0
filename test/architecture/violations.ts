import { isBuiltin } from 'node:module';
import type { Dependency } from './dependencies.ts';
import { entryPoints } from './layers.ts';
import type { Layer } from './layers.ts';

/** Says in one sentence each which imports the table refuses. */
export function findViolations(dependencies: readonly Dependency[], table: readonly Layer[]): string[] {
  return dependencies.flatMap((dependency) => {
    const reason = reasonAgainst(dependency, table);
    return reason === undefined ? [] : [`${dependency.from} imports ${dependency.to}: ${reason}`];
  });
}

/** Says which files on disk the reader of imports has not seen, and the other way round. */
export function findUnseen(modules: readonly string[], filesOnDisk: readonly string[]): string[] {
  const unseen = filesOnDisk.filter((file) => !modules.includes(file)).map((file) => `${file} was not read`);
  const unknown = modules.filter((file) => !filesOnDisk.includes(file)).map((file) => `${file} is not on disk`);
  return [...unseen, ...unknown];
}

function reasonAgainst(dependency: Dependency, table: readonly Layer[]): string | undefined {
  const layer = layerOf(dependency.from, table);
  if (layer === undefined) return 'the layer table has no row for this file';
  if (dependency.external) {
    const name = packageOf(dependency.to);
    return layer.packages.includes(name) ? undefined : `${layer.path} may not import the package ${name}`;
  }
  if (!dependency.resolved) return 'there is no such file';
  if (entryPoints.includes(dependency.to)) return 'nobody imports an entry point';
  return reasonAgainstInternal(dependency, layer, table);
}

function reasonAgainstInternal(dependency: Dependency, layer: Layer, table: readonly Layer[]): string | undefined {
  const { from, to, typesOnly } = dependency;
  if (layerOf(to, table) === layer) return reasonAgainstSibling(from, to, layer);
  if (layer.imports.some((path) => isUnder(to, path))) return undefined;
  if (layer.importsTypesOf?.some((path) => isUnder(to, path)) === true) {
    return typesOnly ? undefined : `${layer.path} may import only types from there`;
  }
  // A more specific row may stand inside a part that is shared.
  if (layer.unitsApart?.shared.some((path) => isUnder(to, path) && !isUnder(from, path)) === true) return undefined;
  return `${layer.path} may not import from there`;
}

function reasonAgainstSibling(from: string, to: string, layer: Layer): string | undefined {
  if (layer.unitsApart === undefined || unitOf(from, layer) === unitOf(to, layer)) return undefined;
  const { shared } = layer.unitsApart;
  const fromShared = shared.some((path) => isUnder(from, path));
  const toShared = shared.some((path) => isUnder(to, path));
  if (toShared) return undefined;
  return fromShared ? `what ${layer.path} shares knows no unit` : `the units of ${layer.path} do not know each other`;
}

/** The entry of the layer's folder that a file belongs to: a file directly in it, or a folder. */
function unitOf(file: string, layer: Layer): string {
  return file.slice(layer.path.length).split('/')[0] ?? file;
}

function layerOf(file: string, table: readonly Layer[]): Layer | undefined {
  return table
    .filter(({ path }) => isUnder(file, path))
    .reduce<Layer | undefined>((best, row) => (best && best.path.length >= row.path.length ? best : row), undefined);
}

function isUnder(file: string, path: string): boolean {
  return path.endsWith('/') ? file.startsWith(path) : file === path;
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:') || isBuiltin(specifier)) return 'node:*';
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
