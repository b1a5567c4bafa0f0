// npm run build: dist/longhaul.js (the launcher, for any Node ≥ 20) and dist/engine.js (the engine, for Node 24).
// node esbuild.js FOLDER builds there instead.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './scripts/node24.mjs';
import { setUpOrExit } from './scripts/setup.mjs';

// Packages in CommonJS call require for Node's own modules.
const requireBanner =
  "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url);";

const shared = { absWorkingDir: projectRoot, bundle: true, format: 'esm', platform: 'node', logLevel: 'warning' };

await setUpOrExit();
const { build } = await import('esbuild');
const folder = path.resolve(projectRoot, process.argv[2] ?? 'dist');
for (const name of ['longhaul.js', 'engine.js', 'engine.js.map']) rmSync(path.join(folder, name), { force: true });
await Promise.all([
  build({
    ...shared,
    entryPoints: ['scripts/launcher.mjs'],
    outfile: path.join(folder, 'longhaul.js'),
    target: 'node20',
    external: ['./engine.js'],
  }),
  build({
    ...shared,
    entryPoints: ['src/headless.ts'],
    outfile: path.join(folder, 'engine.js'),
    target: 'node24',
    // It reads files beside itself, so it stays a package.
    external: ['playwright-core'],
    banner: { js: requireBanner },
    sourcemap: true,
  }),
]);
console.log(`built longhaul.js and engine.js in ${path.relative(process.cwd(), folder)}`);
