import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

const projectRoot = path.resolve(import.meta.dirname, '..', '..');

/** What goes into the package as it is, where it is there. */
const shipped = ['README.md', 'CHANGELOG.md', 'LICENSE', 'dist', 'media', 'skills', 'sample', '.vscodeignore'];
const shippedPackage = 'playwright-core';
/** What of package.json an editor reads. Everything else is about the checkout. */
const manifestFields = ['name', 'displayName', 'version', 'publisher', 'description', 'categories', 'keywords']
  .concat(['icon', 'license', 'type', 'main', 'activationEvents', 'contributes'])
  .concat(['capabilities', 'extensionKind', 'extensionDependencies', 'l10n']);
/** What the package is made from: when none of it has changed, the package is as good as new. */
const inputs = ['package.json', 'package-lock.json', 'esbuild.js', '.vscodeignore', 'README.md', 'CHANGELOG.md']
  .concat(['LICENSE', 'src', 'webview-ui', 'skills', 'media', 'sample', 'scripts'])
  .sort();
const BYTES_PER_MB = 1_000_000;
const notInputs = new Set(['node_modules', 'dist']);

const manifestSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  engines: z.looseObject({ vscode: z.string() }),
  dependencies: z.record(z.string(), z.string()),
});
type Manifest = z.infer<typeof manifestSchema>;

/** The .vsix of the sources as they are: the one in dist/ where nothing has changed since, else a new one. Its path. */
export function currentVsix(say: (line: string) => void): string {
  const vsix = vsixPath();
  if (existsSync(vsix) && readIfThere(stampOf(vsix)) === hashOfInputs()) return vsix;
  say('package: the sources have changed since the last package; building and packing …');
  const script = path.join('scripts', 'package.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { cwd: projectRoot, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm run package failed:\n${stdout}${stderr}`);
  return vsix;
}

/** Builds, and packs what an editor needs into dist/longhaul-VERSION.vsix. Throws where the build or the packing fails. */
export async function makeVsix(say: (line: string) => void): Promise<void> {
  const hash = hashOfInputs();
  const vsix = vsixPath();
  say('package: building …');
  const { status } = spawnSync(process.execPath, ['esbuild.js'], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('the build failed; nothing was packed.');
  const stage = mkdtempSync(path.join(tmpdir(), 'longhaul-package-'));
  try {
    stageInto(stage);
    say('package: packing …');
    await pack(stage, `${vsix}.part`);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
  renameSync(`${vsix}.part`, vsix);
  writeFileSync(stampOf(vsix), hash);
  say(`package: ${path.relative(process.cwd(), vsix)} (${(statSync(vsix).size / BYTES_PER_MB).toFixed(1)} MB)`);
}

function stageInto(stage: string): void {
  const manifest = readManifest();
  for (const name of shipped) {
    const from = path.join(projectRoot, name);
    if (existsSync(from)) cpSync(from, path.join(stage, name), { recursive: true, filter: isNoPackageFolder });
  }
  const packageFolder = path.join('node_modules', shippedPackage);
  cpSync(path.join(projectRoot, packageFolder), path.join(stage, packageFolder), { recursive: true });
  writeFileSync(path.join(stage, 'package.json'), JSON.stringify(shippedManifest(manifest), null, 2));
}

function isNoPackageFolder(file: string): boolean {
  return path.basename(file) !== 'node_modules';
}

function shippedManifest(manifest: Manifest): object {
  const kept = Object.entries(manifest).filter(([field]) => manifestFields.includes(field));
  return {
    activationEvents: [],
    ...Object.fromEntries(kept),
    engines: { vscode: manifest.engines.vscode },
    dependencies: { [shippedPackage]: manifest.dependencies[shippedPackage] },
  };
}

async function pack(stage: string, packagePath: string): Promise<void> {
  const { createVSIX } = await import('@vscode/vsce');
  await createVSIX({
    cwd: stage,
    packagePath,
    allowMissingRepository: true,
    skipLicense: true,
    rewriteRelativeLinks: false,
  });
}

function vsixPath(): string {
  const { name, version } = readManifest();
  return path.join(projectRoot, 'dist', `${name}-${version}.vsix`);
}

function stampOf(vsix: string): string {
  return `${vsix}.inputs`;
}

function readManifest(): Manifest {
  return manifestSchema.parse(JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')));
}

function readIfThere(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function hashOfInputs(): string {
  const hash = createHash('sha256');
  for (const name of inputs) addToHash(hash, name);
  return hash.digest('hex');
}

function addToHash(hash: ReturnType<typeof createHash>, name: string): void {
  const file = path.join(projectRoot, name);
  if (!existsSync(file) || notInputs.has(path.basename(name))) return;
  if (statSync(file).isDirectory()) {
    for (const entry of readdirSync(file).sort()) addToHash(hash, path.join(name, entry));
    return;
  }
  hash.update(`${name}\0`).update(readFileSync(file)).update('\0');
}
