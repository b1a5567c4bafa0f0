// What is built, as data for esbuild: the command line, the extension and the webviews. `folder` is where it all goes.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './node24.mjs';

const WEBVIEWS = ['chat', 'missionControl'];

// Packages in CommonJS call require for Node's own modules.
const requireBanner =
  "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url);";

const shared = { absWorkingDir: projectRoot, bundle: true, format: 'esm', logLevel: 'warning' };
const forNode24 = { ...shared, platform: 'node', target: 'node24', banner: { js: requireBanner }, sourcemap: true };

/** Every bundle whose entry point exists, each with the options of esbuild. */
export function bundles(folder) {
  return [launcher(folder), engine(folder), extension(folder), ...WEBVIEWS.map((name) => webview(folder, name))].filter(
    ({ entryPoints }) => entryPoints.every(({ in: entry }) => existsSync(path.join(projectRoot, entry))),
  );
}

/** Chunks have a hash in their names: those of an earlier build would stay, and be shipped, for good. */
export function removeEarlierBuild(folder) {
  if (!existsSync(folder)) return;
  rmSync(path.join(folder, 'webview'), { recursive: true, force: true });
  for (const name of readdirSync(folder)) {
    if (/\.js(\.map)?$/.test(name)) rmSync(path.join(folder, name), { force: true });
  }
}

function launcher(folder) {
  return {
    ...shared,
    entryPoints: [{ in: 'scripts/launcher.mjs', out: 'longhaul' }],
    outdir: folder,
    platform: 'node',
    target: 'node20',
    external: ['./engine.js'],
  };
}

// playwright-core reads files beside itself, so it stays a package.
function engine(folder) {
  return {
    ...forNode24,
    entryPoints: [{ in: 'src/headless.ts', out: 'engine' }],
    outdir: folder,
    external: ['playwright-core'],
  };
}

/** What the extension imports dynamically becomes chunks, so that a window that has no mission loads next to nothing. */
function extension(folder) {
  return {
    ...forNode24,
    entryPoints: [{ in: 'src/extension.ts', out: 'extension' }],
    outdir: folder,
    external: ['vscode', 'playwright-core'],
    splitting: true,
    // Beside extension.js, because modules look for skills/ and media/ one folder above themselves.
    chunkNames: 'extension-[name]-[hash]',
  };
}

function webview(folder, name) {
  return {
    ...shared,
    entryPoints: [{ in: `webview-ui/${name}/main.tsx`, out: name }],
    outdir: path.join(folder, 'webview'),
    platform: 'browser',
    target: 'chrome138',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
    assetNames: '[name]-[hash]',
    define: { 'process.env.NODE_ENV': '"production"' },
  };
}
