import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { findBrowserPrograms, NO_BROWSER } from '../../../src/adapters/node/browserProgram.ts';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'].concat([
  '--disable-background-networking',
  '--disable-component-update',
]);

/** The machine's own browser without a window. Throws with what to install where there is none. */
export async function launchChromium(): Promise<Browser> {
  const [executablePath] = findBrowserPrograms(process.env);
  if (executablePath === undefined) throw new Error(NO_BROWSER);
  return chromium.launch({ executablePath, headless: true, args: flags });
}
