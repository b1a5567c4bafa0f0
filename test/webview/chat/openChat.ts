import type { Browser } from 'playwright-core';
import type { Action, Place } from '../../../src/protocol/actions.ts';
import type { ToHost } from '../../../src/protocol/toHost.ts';
import { openPage } from '../../support/webview/webviewPage.ts';
import type { OpenPage, Scene } from '../../support/webview/webviewPage.ts';
import type { ChatScene } from './chatScenes.ts';

export interface OpenChat extends OpenPage {
  /** What was asked of the host, in order. */
  acts: () => Action[];
  places: () => Place[];
}

/** The chat as the side panel shows it, 360 px wide. */
export async function openChat(browser: Browser, scene: ChatScene, changes: Partial<Scene> = {}): Promise<OpenChat> {
  const { live = [], ...shown } = scene;
  const opened = await openPage(browser, { page: 'chat', width: 360, height: 900, ...shown, ...changes });
  for (const { run, piece } of live) await opened.send({ kind: 'activity', run, at: 0, piece });
  const sent = <Kind extends ToHost['kind']>(kind: Kind): Extract<ToHost, { kind: Kind }>[] =>
    opened.sent.filter((message): message is Extract<ToHost, { kind: Kind }> => message.kind === kind);
  return {
    ...opened,
    acts: () => sent('act').map(({ action }) => action),
    places: () => sent('show').map(({ place }) => place),
  };
}

/** Waits until the page gives a value; its script may not be evaluated there, so it is asked again and again. */
export async function becomes(read: () => Promise<unknown>, wanted: unknown): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await read()) === wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${String(await read())} did not become ${String(wanted)}`);
}
