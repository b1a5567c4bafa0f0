// npm run build: in dist/, the command line (longhaul.js, a launcher for any Node ≥ 20, and engine.js, for Node 24), the extension
// (extension.js and its chunks) and the webviews (webview/). node esbuild.js FOLDER builds there instead.
import path from 'node:path';
import { bundles, removeEarlierBuild } from './scripts/bundles.mjs';
import { projectRoot } from './scripts/node24.mjs';
import { setUpOrExit } from './scripts/setup.mjs';

await setUpOrExit();
const { build } = await import('esbuild');
const folder = path.resolve(projectRoot, process.argv[2] ?? 'dist');
const wanted = bundles(folder);
removeEarlierBuild(folder);
try {
  await Promise.all(wanted.map((options) => build(options)));
  const names = wanted.map(({ entryPoints }) => `${entryPoints[0].out}.js`).join(', ');
  console.log(`built ${names} in ${path.relative(process.cwd(), folder)}`);
} catch (error) {
  // What is wrong with the sources, esbuild has said itself.
  if (error.errors === undefined) throw error;
  process.exitCode = 1;
}
