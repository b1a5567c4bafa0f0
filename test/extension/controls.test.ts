import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import type { Frame, Page } from 'playwright-core';
import { openEditorWithinMs } from '../support/editor/editor.ts';
import type { Hold } from '../support/editor/heldPolicy.ts';
import { openMissionEditor } from '../support/editor/missionEditor.ts';
import type { MissionEditor } from '../support/editor/missionEditor.ts';
import { chatPage, openMissionControl, statusSays } from '../support/editor/missionPages.ts';
import { startAndApprove } from '../support/editor/missionSteps.ts';
import { keepScreenshot } from '../support/editor/screenshot.ts';
import { until } from '../support/editor/until.ts';
import { toasts } from '../support/editor/workbenchParts.ts';
import { isMidWork } from '../support/overHttp/whoAsks.ts';
import { smallPolicy } from '../support/smallMission/smallPolicy.ts';
import { smallRepository } from '../support/smallMission/smallRepository.ts';

const withinMs = 60_000;
const workWithinMs = 180_000;

describe('what a person can do with a mission at work', function () {
  this.bail(true);
  this.timeout(withinMs);
  let mission: MissionEditor;
  let folder: string;
  let page: Page;
  let chat: Frame;
  let control: Frame;
  let work: Hold;

  before(async function () {
    this.timeout(openEditorWithinMs + workWithinMs);
    folder = smallRepository();
    mission = await openMissionEditor(smallPolicy({ defect: false }), { folder });
    ({ page } = mission.editor);
    chat = await chatPage(page);
    work = mission.model.hold(isMidWork);
    await startAndApprove(chat, 'Greet by name');
    control = await openMissionControl(page);
    await work.reached;
  });

  after(async () => {
    await mission.editor.close();
    await mission.server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  afterEach(async function () {
    if (this.currentTest?.isFailed() === true) await keepScreenshot(page, 'controls-failed');
  });

  /** A token budget of the mission, in millions, by the form of Mission Control. */
  async function setTokenBudget(millions: string): Promise<void> {
    await control.getByRole('tab', { name: 'Models and limits' }).click();
    await control.getByLabel('Mission, tokens, in million tokens').locator('input').fill(millions);
    await control.getByRole('button', { name: 'Change budgets' }).click();
    const tokens = millions === '' ? null : Math.round(Number(millions) * 1e6);
    await mission.record.seen('budgetsChanged', {
      withinMs,
      holds: ({ budgets }) => budgets.mission.tokens === tokens,
    });
  }

  it('says something to the orchestrator, which reads it before work goes on', async () => {
    const field = chat.getByLabel('Message the orchestrator');
    await field.fill('Please keep the functions small.');
    await field.press('Enter');
    const { text } = await mission.record.seen('userSaid', { withinMs });
    assert.equal(text, 'Please keep the functions small.');
    await chat.getByText(/^Queued: read/).waitFor();
  });

  it('gives a role another model, which plays it from its next run on', async () => {
    await control.getByRole('tab', { name: 'Models and limits' }).click();
    await control.getByLabel('Model of Worker').click();
    await control.getByRole('option', { name: 'scripted-too' }).locator('visible=true').click();
    const { role, choice } = await mission.record.seen('modelChanged', { withinMs });
    assert.deepEqual([role, choice], ['worker', { provider: 'compatible', model: 'scripted-too', effort: null }]);
  });

  it('kills a run, whose feature is then built by a fresh one', async () => {
    const [run = 0] = (await mission.record.state()).openRuns;
    await control.getByRole('button', { name: 'Kill run…' }).click();
    await control.getByRole('button', { name: `Kill run ${run}` }).click();
    await mission.record.seen('runEnded', { withinMs, holds: (body) => body.run === run && body.outcome === 'killed' });
    const next = await mission.record.seen('runStarted', {
      withinMs: workWithinMs,
      holds: (body) => body.role === 'worker' && body.run > run,
    });
    assert.equal(next.choice.model, 'scripted-too');
  });

  it('pauses by the button of Mission Control, and resumes by that of the chat', async () => {
    await control.getByRole('button', { name: 'Pause', exact: true }).click();
    await mission.record.seen('missionPaused', { withinMs, holds: ({ reason }) => reason === 'user' });
    await statusSays(page, 'Paused', withinMs);
    await control
      .locator('.mc-main')
      .filter({ hasText: /^Paused/ })
      .waitFor();
    await chat.getByRole('button', { name: 'Resume mission' }).click();
    await mission.record.seen('missionResumed', { withinMs, holds: ({ by }) => by === 'user' });
    await statusSays(page, 'Running', withinMs);
  });

  it('pauses before a budget would be exceeded, says so, and goes on when it is raised', async function () {
    this.timeout(2 * withinMs + workWithinMs);
    await setTokenBudget('0.02');
    work.release();
    const { detail, goesOn } = await mission.record.seen('missionPaused', {
      withinMs: workWithinMs,
      holds: ({ reason }) => reason === 'budget',
    });
    await statusSays(page, 'Paused', withinMs);
    await until('a notification that says why', withinMs, async () =>
      (await toasts(page)).some(({ severity, text }) => severity === 'warning' && text.includes(detail.slice(0, 30))),
    );
    assert.ok(goesOn.length > 0);
    await setTokenBudget('50');
    await control.getByRole('region', { name: 'Needs you' }).getByRole('button', { name: 'Resume' }).click();
    await statusSays(page, 'Completed 2 of 2', workWithinMs);
  });
});
