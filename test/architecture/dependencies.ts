import { cruise } from 'dependency-cruiser';
import type { ICruiseResult } from 'dependency-cruiser';

/** One import of one file, as dependency-cruiser sees it. */
export interface Dependency {
  from: string;
  /** The path below the root, or the bare name of a package or Node module. */
  to: string;
  external: boolean;
  typesOnly: boolean;
  resolved: boolean;
}

export interface DependencyGraph {
  /** Every module seen below the folders that were asked for. */
  modules: string[];
  dependencies: Dependency[];
  /** Each import that leads back to where it began, as "from → to → …". */
  cycles: string[];
}

/** Reads the imports of all files below `folders`, type-only and dynamic ones included. `root` is an absolute path. */
export async function readDependencies(root: string, folders: readonly string[]): Promise<DependencyGraph> {
  const { output } = await cruise([...folders], {
    baseDir: root,
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
    validate: true,
    ruleSet: { forbidden: [{ name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } }] },
  });
  return typeof output === 'string' ? fail(output) : toGraph(output, folders);
}

function toGraph(result: ICruiseResult, folders: readonly string[]): DependencyGraph {
  const own = result.modules.filter(({ source }) => folders.some((folder) => source.startsWith(`${folder}/`)));
  const dependencies = own.flatMap(({ source, dependencies: found }) =>
    found.map((dependency): Dependency => {
      const external = !dependency.module.startsWith('.');
      return {
        from: source,
        to: external ? dependency.module : dependency.resolved,
        external,
        typesOnly:
          dependency.dependencyTypes.includes('type-only') || dependency.dependencyTypes.includes('type-import'),
        resolved: !dependency.couldNotResolve,
      };
    }),
  );
  const cycles = result.summary.violations.map(({ from, cycle }) =>
    [from, ...(cycle ?? []).map(({ name }) => name)].join(' → '),
  );
  // Tables of data are imported but hold no imports themselves.
  const modules = own.map(({ source }) => source).filter((source) => !/\.(json|css)$/.test(source));
  return { modules, dependencies, cycles };
}

function fail(output: string): never {
  throw new Error(`dependency-cruiser gave text where a result was expected: ${output.slice(0, 200)}`);
}
