import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** What is measured, bundled as the product is: type stripping would cost the processes memory. */
export interface LoopPrograms {
  engine: URL;
  bare: URL;
  replay: URL;
  resume: URL;
}

// Packages in CommonJS call require for Node's own modules.
const requireBanner =
  "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url);";

/** Writes the programs into `folder`. */
export async function buildLoopPrograms(folder: string): Promise<LoopPrograms> {
  const here = path.dirname(fileURLToPath(import.meta.url));
  await build({
    absWorkingDir: here,
    entryPoints: {
      engineLoop: 'engineLoop.ts',
      bareLoop: 'bareLoop.ts',
      replayProgram: 'replayProgram.ts',
      resumeProgram: 'resumeProgram.ts',
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    logLevel: 'warning',
    banner: { js: requireBanner },
    // Never loaded here: no role of the bench opens a browser.
    external: ['playwright-core'],
  });
  const program = (name: string): URL => pathToFileURL(path.join(folder, `${name}.mjs`));
  return {
    engine: program('engineLoop'),
    bare: program('bareLoop'),
    replay: program('replayProgram'),
    resume: program('resumeProgram'),
  };
}
