import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { suggestedGoal } from '../../src/adapters/model/rehearsal/mission/goal.ts';
import { rehearsalPolicy } from '../../src/adapters/model/rehearsal/rehearsalPolicy.ts';
import { liveAssertions } from '../../src/mission/plan.ts';
import type { AssertionState, EvidenceState, MissionState } from '../../src/mission/state.ts';
import { openEditorWithinMs, workbenchReady } from '../support/editor/editor.ts';
import { extensionHosts } from '../support/editor/extensionHosts.ts';
import {
  commitsOf,
  hasClones,
  openMissionEditor,
  processesLeft,
  processesOfMission,
} from '../support/editor/missionEditor.ts';
import type { MissionEditor } from '../support/editor/missionEditor.ts';
import {
  chatPage,
  missionControlPage,
  openMissionControl,
  statusEntry,
  statusSays,
} from '../support/editor/missionPages.ts';
import { answerWithFirstOptions, approval, questions, startMission } from '../support/editor/missionSteps.ts';
import { runCommand } from '../support/editor/palette.ts';
import { keepScreenshot } from '../support/editor/screenshot.ts';
import { showView, toasts, treeRow } from '../support/editor/workbenchParts.ts';
import type { Policy } from '../support/modelServer/policy.ts';
import { steadyPolicy } from '../support/overHttp/steadyPolicy.ts';
import { isTurn } from '../support/overHttp/whoAsks.ts';

const withinMs = 60_000;
/** From the approval to the failed round, and from there to the end: edits, tests, browser, all of it real. */
const workWithinMs = 420_000;
const findingLine = 3;
/** As the status bar says it of a picture that is shown. */
const pictureSize = /^\d+x\d+$/;
/** The failed round of the rehearsal: what the orchestrator is then asked to settle. */
const failedRound = /Round 1 of “The shelf is filtered by tag” failed/;

/** The rehearsal, whose reviewer names a line with what it suggests. */
function rehearsalWithLines(): Policy {
  const policy = steadyPolicy(rehearsalPolicy());
  return async (request) => {
    const { text, calls } = await policy(request);
    return { text, calls: calls.map(({ name, input }) => ({ name, input: withLine(input) })) };
  };
}

function withLine(input: unknown): unknown {
  const text = JSON.stringify(input);
  return text.includes('does not wrap') ? JSON.parse(text.replaceAll('"line":null', `"line":${findingLine}`)) : input;
}

/** A screenshot that was recorded right after what a step of an assertion cites, and the assertion. */
function screenshotOf(state: MissionState): { assertion: AssertionState; picture: EvidenceState } {
  for (const assertion of liveAssertions(state)) {
    for (const { evidence } of assertion.last?.result?.steps ?? []) {
      const [run = '', ordinal = ''] = evidence.split('-');
      const picture = state.evidence[`${run}-${Number(ordinal) + 1}`];
      if (picture?.kind === 'screenshot') return { assertion, picture };
    }
  }
  throw new Error('no assertion has a screenshot');
}

/** Names of the open editors, in their order. */
async function tabs(page: Page): Promise<string[]> {
  const all = await page.locator('.tabs-container .tab').all();
  const labels = await Promise.all(all.map((tab) => tab.getAttribute('aria-label')));
  return labels.map((label) => label?.replace(/, preview$/, '') ?? '');
}

describe('a whole mission in VS Code', function () {
  this.bail(true);
  this.timeout(withinMs);
  let mission: MissionEditor;
  let page: Page;
  let chat: Frame;
  let control: Frame;

  before(async function () {
    this.timeout(openEditorWithinMs);
    mission = await openMissionEditor(rehearsalWithLines());
    ({ page } = mission.editor);
    chat = await chatPage(page);
  });

  after(async () => {
    await mission.editor.close();
    await mission.server.close();
  });

  afterEach(async function () {
    if (this.currentTest?.isFailed() === true) await keepScreenshot(page, 'whole-mission-failed');
  });

  it('begins with a goal that is typed', async () => {
    await startMission(chat, suggestedGoal);
    const { goal, scripted } = await mission.record.seen('missionCreated', { withinMs });
    assert.deepEqual([goal, scripted], [suggestedGoal, false]);
    await mission.shown.watch(chat);
  });

  it('asks, and goes on with the options that are chosen', async () => {
    const card = await questions(chat);
    await statusSays(page, 'Question', withinMs);
    assert.equal(await card.getByRole('group').count(), 2);
    const chosen = await answerWithFirstOptions(chat);
    const { answers } = await mission.record.seen('userAnswered', { withinMs });
    assert.deepEqual(answers, chosen);
  });

  it('shows its plan, and works once that is approved', async function () {
    this.timeout(3 * withinMs);
    const approve = await approval(chat);
    await statusSays(page, 'Plan ready', withinMs);
    const plan = (await chat.locator('body').innerText()).replaceAll(/\s+/g, ' ');
    for (const text of ['2 milestones', '4 features', '25 assertions', 'F1Books keep tags', '3 gates pass'])
      assert.ok(plan.includes(text), `${text} in ${plan}`);
    assert.equal(execFileSync('git', ['branch'], { cwd: mission.editor.folder, encoding: 'utf8' }), '* main\n');
    await approve.click();
    await mission.record.seen('planApproved', { withinMs });
    await statusSays(page, 'Running', withinMs);
  });

  it('shows in Mission Control the round that failed, and what became of it', async function () {
    this.timeout(workWithinMs);
    const turn = mission.model.hold(isTurn);
    control = await openMissionControl(page);
    await mission.shown.watch(control);
    await turn.reached;
    await control.getByRole('heading', { name: failedRound }).waitFor();
    const rows = await control.getByRole('group', { name: 'What failed' }).getByRole('row').allInnerTexts();
    assert.deepEqual(
      ['VAL-FILTER-001', 'VAL-FILTER-002', 'VAL-FILTER-003'].map(
        (id) =>
          rows
            .find((row) => row.includes(id))
            ?.trim()
            .split(/\s/)[0],
      ),
      ['Failed', 'Failed', 'Blocked'],
    );
    await chat.getByText(failedRound).first().waitFor();
    turn.release();
  });

  it('is completed, and every view says so', async function () {
    this.timeout(workWithinMs);
    await statusSays(page, 'Completed 25 of 25', workWithinMs);
    await control
      .locator('.mc-main')
      .filter({ hasText: /^Completed.*Every assertion holds/ })
      .waitFor();
    await chat.getByRole('heading', { name: 'Mission completed' }).waitFor();
    await showView(page, 'Mission');
    for (const name of [/^M1 .* sealed, round 1, 2 of 2$/, /^M2 .* sealed, round 2, 3 of 3$/])
      await treeRow(page, 'Mission', name).waitFor();
    await showView(page, 'Contract');
    await treeRow(page, 'Contract', /^area FILTER, 3 of 3 passed$/).waitFor();
    const complaints = (await toasts(page)).filter(({ severity }) => severity !== 'info');
    assert.deepEqual(complaints, []);
  });

  it('opens a commit from its tree in the editor’s own diff of many files', async () => {
    for (const name of [/^M1 /, /^F1 /, /^Attempt 1, accepted/]) await treeRow(page, 'Mission', name).click();
    const row = treeRow(page, 'Mission', /, commit$/);
    const commit = (await row.getAttribute('aria-label'))?.split(',')[0] ?? '';
    await row.click();
    await page.locator('.multiDiffEntry').first().waitFor();
    const words = ['diff-tree', '--no-commit-id', '--name-only', '-r', commit];
    const files = execFileSync('git', words, { cwd: mission.editor.folder, encoding: 'utf8' }).trim().split('\n');
    assert.deepEqual((await tabs(page)).at(-1), `${commit} Books keep tags (${files.length} files)`);
    const [first] = await page.locator('.multiDiffEntry .file-path').allInnerTexts();
    assert.equal(first, 'api.js/src', 'a change, not a renaming');
    await page.locator('.multiDiffEntry .modified .view-line').filter({ hasText: 'readTags' }).first().waitFor();
  });

  it('opens a finding as a comment on its line', async () => {
    await openMissionControl(page);
    await control.getByRole('tab', { name: /^Findings/ }).click();
    await control.getByRole('row').filter({ hasText: 'a row that does not wrap' }).click();
    await control.getByRole('button', { name: 'Show in its lines' }).click();
    const thread = page.locator('.review-widget').filter({ hasText: 'a row that does not wrap' });
    await thread.filter({ hasText: 'I1, suggestion' }).waitFor();
    await page.locator('.statusbar').getByText(`Ln ${findingLine}, Col 1`).waitFor();
    assert.equal((await tabs(page)).at(-1), 'style.css');
  });

  it('opens the screenshot of an assertion, which Mission Control shows when its row is pressed', async () => {
    const { assertion, picture } = screenshotOf(await mission.record.state());
    const { id } = assertion.text;
    await treeRow(page, 'Contract', new RegExp(`^area ${id.split('-')[1] ?? ''},`)).click();
    await treeRow(page, 'Contract', new RegExp(`^${id},`)).click();
    await control.getByRole('region', { name: `Assertion ${id}` }).waitFor();
    await control
      .getByRole('button', { name: `Open ${picture.evidence}, screenshot` })
      .first()
      .click();
    await page
      .locator('.tabs-container .tab')
      .filter({ hasText: `${picture.evidence}.png` })
      .waitFor();
    await page.locator('.statusbar').getByText(pictureSize).waitFor();
  });

  it('has left its work in git, each accepted attempt once', async () => {
    const { folder } = mission.editor;
    const { branch, missionId } = await mission.record.state();
    const accepted = await mission.record.bodies('attemptAccepted');
    assert.deepEqual(
      commitsOf(folder, branch ?? ''),
      accepted.map(({ commit, feature, attempt }) => ({ commit, mission: missionId, feature, attempt })),
    );
    assert.deepEqual([...new Set(accepted.map(({ feature }) => feature))], ['F1', 'F2', 'F3', 'F4', 'F5']);
    assert.equal(execFileSync('git', ['status', '--porcelain'], { cwd: folder, encoding: 'utf8' }), '');
  });

  it('has everything that was shown in its journal, and its evidence beside it', async () => {
    await mission.shown.assertOnDisk(mission.record);
    const { evidence, missionId } = await mission.record.state();
    const blobs = await Promise.all(Object.values(evidence).map(({ blob }) => mission.record.blob(blob)));
    assert.ok(blobs.length > 0 && blobs.every((bytes) => bytes !== null && bytes.length > 0));
    const directory = await mission.record.directory();
    assert.ok(readdirSync(path.join(directory, 'evidence')).some((name) => name.endsWith('.png')));
    assert.match(
      readFileSync(path.join(directory, 'report.md'), 'utf8'),
      /Outcome: completed: every assertion passed with evidence/,
    );
    assert.deepEqual(processesOfMission(missionId), []);
    assert.equal(hasClones(mission.editor.home, missionId), false);
  });

  it('shows the same after the window was loaded anew, stored files too', async () => {
    await openMissionControl(page);
    const shown = async (): Promise<string[]> => [
      await chat.locator('.sp-head').innerText(),
      await control.locator('.mc-main').innerText(),
      await statusEntry(page).innerText(),
    ];
    const [before, open] = [await shown(), await tabs(page)];
    await Promise.all([page.waitForEvent('load'), runCommand(page, 'Developer: Reload Window')]);
    await workbenchReady(page);
    [chat, control] = [await chatPage(page), await missionControlPage(page)];
    await statusSays(page, 'Completed', withinMs);
    assert.deepEqual([await shown(), await tabs(page)], [before, open]);
    assert.equal(extensionHosts(mission.editor.server.processId).length, 1);
    await page
      .locator('.tabs-container .tab')
      .filter({ hasText: /E\d+-\d+/ })
      .click();
    await page.locator('.statusbar').getByText(pictureSize).waitFor();
  });

  it('leaves no process behind when the editor is closed', async () => {
    await mission.editor.close();
    assert.deepEqual(await processesLeft(mission.editor.home), []);
    assert.equal(existsSync(mission.editor.home), false);
  });
});
