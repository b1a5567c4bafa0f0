import type { Browser } from 'playwright-core';
import type { Action, Place } from '../../../src/protocol/actions.ts';
import { playedReply, scenes } from '../../support/webview/scenes.ts';
import type { SceneData, SceneName } from '../../support/webview/scenes.ts';
import { openPage } from '../../support/webview/webviewPage.ts';
import type { OpenPage, Scene } from '../../support/webview/webviewPage.ts';

export type Tab = 'now' | 'plan' | 'contract' | 'timeline' | 'runs' | 'findings' | 'log' | 'setup';

export interface Wanted extends Partial<Pick<Scene, 'theme' | 'width' | 'height' | 'reply'>> {
  tab?: Tab;
  /** What is open in the tab. */
  open?: string;
  /** Changes the scene before it is shown. */
  change?: (data: SceneData) => SceneData;
}

export interface OpenMissionControl extends OpenPage {
  /** What was asked of the host, in order. */
  acts(): Action[];
  places(): Place[];
}

/** Mission Control in a scene, with a tab as it was before a reload. */
export async function openMissionControl(
  browser: Browser,
  name: SceneName,
  { tab = 'now', open, change, ...rest }: Wanted = {},
): Promise<OpenMissionControl> {
  const data: SceneData = scenes[name]();
  const remembered = { 'chosen.tab': tab, ...(open !== undefined && { 'chosen.open': open }) };
  const shown = change ? change(data) : data;
  const view = await openPage(browser, { page: 'missionControl', reply: playedReply, ...shown, ...rest, remembered });
  await view.page.waitForSelector('.mc, .empty');
  return {
    ...view,
    acts: () => view.sent.flatMap((message) => (message.kind === 'act' ? [message.action] : [])),
    places: () => view.sent.flatMap((message) => (message.kind === 'show' ? [message.place] : [])),
  };
}
