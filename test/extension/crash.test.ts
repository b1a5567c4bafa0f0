import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { Frame, Page } from 'playwright-core';
import { suggestedGoal } from '../../src/adapters/model/rehearsal/mission/goal.ts';
import { rehearsalPolicy } from '../../src/adapters/model/rehearsal/rehearsalPolicy.ts';
import type { ModelRequest } from '../../src/ports/model.ts';
import { openEditorWithinMs } from '../support/editor/editor.ts';
import { extensionHosts } from '../support/editor/extensionHosts.ts';
import type { Hold } from '../support/editor/heldPolicy.ts';
import {
  commitsOf,
  hasClones,
  openMissionEditor,
  processesLeft,
  processesOfMission,
} from '../support/editor/missionEditor.ts';
import type { MissionEditor } from '../support/editor/missionEditor.ts';
import { chatPage, missionControlPage, openMissionControl, statusSays } from '../support/editor/missionPages.ts';
import { startAndApprove } from '../support/editor/missionSteps.ts';
import { keepScreenshot } from '../support/editor/screenshot.ts';
import { until } from '../support/editor/until.ts';
import { steadyPolicy } from '../support/overHttp/steadyPolicy.ts';
import { isFlowTester, isMidWork } from '../support/overHttp/whoAsks.ts';

const withinMs = 90_000;
const workWithinMs = 420_000;

/** A flow tester that has a page open. */
function isBrowsing(request: ModelRequest): boolean {
  return isFlowTester(request) && JSON.stringify(request.messages).includes('"name":"browser_');
}

describe('a mission whose extension host is killed', function () {
  this.bail(true);
  this.timeout(withinMs);
  let mission: MissionEditor;
  let page: Page;
  let chat: Frame;
  let control: Frame;
  let work: Hold;

  before(async function () {
    this.timeout(openEditorWithinMs + workWithinMs);
    mission = await openMissionEditor(steadyPolicy(rehearsalPolicy({ firstEditDefect: 'none' })));
    ({ page } = mission.editor);
    chat = await chatPage(page);
    // Held from the beginning: on a quick machine the first feature is built before Mission Control is open.
    work = mission.model.hold(isMidWork);
    await startAndApprove(chat, suggestedGoal);
    await mission.shown.watch(chat);
    control = await openMissionControl(page);
    await mission.shown.watch(control);
  });

  after(async () => {
    await mission.editor.close();
    await mission.server.close();
  });

  afterEach(async function () {
    if (this.currentTest?.isFailed() === true) await keepScreenshot(page, 'crash-failed');
  });

  /** Kills the host, waits until VS Code has started another one by itself, and finds its pages, which are to be alive. */
  async function killHost(): Promise<void> {
    const [killed] = extensionHosts(mission.editor.server.processId);
    assert.ok(killed);
    const dead = control;
    process.kill(killed.processId, 'SIGKILL');
    await until('another extension host', withinMs, () =>
      extensionHosts(mission.editor.server.processId).some(({ processId }) => processId !== killed.processId),
    );
    await until('another Mission Control in place of the dead one', withinMs, () => dead.isDetached());
    control = await missionControlPage(page);
    chat = await chatPage(page);
    for (const frame of [chat, control]) await mission.shown.watch(frame);
  }

  it('shows where it stands again after a kill in the middle of a worker’s run', async function () {
    this.timeout(workWithinMs);
    await work.reached;
    await control.locator('.mc-main').filter({ hasText: 'F1 Books keep tags' }).waitFor();
    const run = (await mission.record.state()).openRuns;
    await killHost();
    await statusSays(page, 'Running 0 of 25', withinMs);
    await control.locator('.mc-main').filter({ hasText: 'F1 Books keep tags' }).waitFor();
    await chat.locator('.sp-head').filter({ hasText: 'F1 Books keep tags' }).waitFor();
    assert.deepEqual((await mission.record.state()).openRuns, run, 'the same run goes on');
    work.release();
    await mission.record.seen('attemptAccepted', { withinMs: workWithinMs });
  });

  it('goes on after a kill in the middle of user testing, whose browser and services are ended', async function () {
    this.timeout(workWithinMs);
    const testing = mission.model.hold(isBrowsing);
    await testing.reached;
    const missionId = await mission.record.id();
    const before = processesOfMission(missionId);
    assert.ok(before.length > 0, 'the service of the testers runs');
    await killHost();
    await control.locator('.mc-main').filter({ hasText: 'User testing “Books carry tags”' }).waitFor();
    testing.release();
    await statusSays(page, 'Completed 25 of 25', workWithinMs);
    await control
      .locator('.mc-main')
      .filter({ hasText: /^Completed/ })
      .waitFor();
    await chat.getByRole('heading', { name: 'Mission completed' }).waitFor();
    assert.equal(await page.locator('.tabs-container .tab').count(), 1, 'one Mission Control');
  });

  it('has lost nothing that was shown, and done nothing twice', async () => {
    await mission.shown.assertOnDisk(mission.record);
    const { branch, missionId } = await mission.record.state();
    const { folder } = mission.editor;
    const accepted = await mission.record.bodies('attemptAccepted');
    assert.deepEqual(
      commitsOf(folder, branch ?? ''),
      accepted.map(({ commit, feature, attempt }) => ({ commit, mission: missionId, feature, attempt })),
    );
    assert.deepEqual(
      accepted.map(({ feature }) => feature),
      ['F1', 'F2', 'F3', 'F4'],
    );
    const refs = execFileSync('git', ['for-each-ref', '--format=%(refname)', 'refs/longhaul'], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(refs.trim().split('\n').length, accepted.length, 'one attempt of each feature');
    assert.equal(execFileSync('git', ['status', '--porcelain'], { cwd: folder, encoding: 'utf8' }), '');
  });

  it('has left no process and no clone', async () => {
    const missionId = await mission.record.id();
    assert.deepEqual(processesOfMission(missionId), []);
    assert.equal(hasClones(mission.editor.home, missionId), false);
    await mission.editor.close();
    assert.deepEqual(await processesLeft(mission.editor.home), []);
  });
});
