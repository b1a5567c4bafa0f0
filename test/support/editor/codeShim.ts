#!/usr/bin/env node
// Stands in for the desktop program `code` that @vscode/test-electron starts: the extension, its tests and the folder are
// opened in VS Code for the browser. Needs Node 24 first on PATH.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { format } from 'node:util';
import { startEditorServer, workbenchUrl } from '../../../scripts/editor/editorServer.ts';
import { quietSettings } from '../../../scripts/editor/editorSettings.ts';
import { firstFreePort } from '../../../scripts/editor/freePort.ts';
import { launchChromium } from './chromium.ts';

const FIRST_PORT = 40_000;
const PORTS = 20_000;
/** As `timeout` of coreutils ends. */
const TIMED_OUT = 124;
const testsWithinMs = Number(process.env['CODE_SHIM_TIMEOUT_MS'] ?? 120_000);

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const home = mkdtempSync(path.join(tmpdir(), 'longhaul-code-'));
  const server = await startEditorServer({
    home,
    port: await firstFreePort(FIRST_PORT + (process.pid % PORTS)),
    settings: quietSettings,
    asksForTrust: false,
    forDevelopment: true,
    environment: { HOME: home, LONGHAUL_HOME: path.join(home, '.longhaul') },
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const ended = new Promise<number>((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
    await page.exposeFunction('codeAutomationLog', (_kind: string, values: unknown[]) => {
      console.log(format(...values));
    });
    const folder = args.find((arg) => !arg.startsWith('-'));
    await page.goto(workbenchUrl(server, folder === undefined ? undefined : path.resolve(folder), payload(args)));
    return await Promise.race([ended, sleep(testsWithinMs, TIMED_OUT, { ref: false })]);
  } finally {
    await browser.close();
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

function payload(args: readonly string[]): [string, string][] {
  return ['extensionDevelopmentPath', 'extensionTestsPath'].flatMap((name) =>
    args
      .filter((arg) => arg.startsWith(`--${name}=`))
      .map((arg): [string, string] => [name, `vscode-remote://remote${path.resolve(arg.slice(name.length + 3))}`]),
  );
}
