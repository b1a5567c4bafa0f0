import type { Frame, Locator } from 'playwright-core';

/** Scoping and the checks of the untouched base, on a busy machine. */
export const planWithinMs = 180_000;
const askedWithinMs = 60_000;

/** Types a goal, as a person does, and starts scoping. */
export async function startMission(chat: Frame, goal: string): Promise<void> {
  await chat.getByLabel('What do you want?').pressSequentially(goal);
  await chat.getByRole('button', { name: 'Start scoping' }).click();
}

/** The questions of the orchestrator, once they are asked. */
export async function questions(chat: Frame): Promise<Locator> {
  const card = chat.getByRole('form', { name: 'Questions from the orchestrator' });
  await card.waitFor({ timeout: askedWithinMs });
  return card;
}

/** Chooses the first option of each question, and sends the answers. Returns what was chosen. */
export async function answerWithFirstOptions(chat: Frame): Promise<string[]> {
  const card = await questions(chat);
  const chosen: string[] = [];
  for (const question of await card.getByRole('group').all()) {
    const option = question.getByRole('radio').first();
    await option.check();
    chosen.push(await question.locator('label').first().locator('span').first().innerText());
  }
  await card.getByRole('button', { name: /^Send answer/ }).click();
  return chosen;
}

/** The button that approves, once the plan can be approved. */
export async function approval(chat: Frame): Promise<Locator> {
  const button = chat.locator('vscode-button:not([disabled])').filter({ hasText: 'Approve and start' });
  await button.waitFor({ timeout: planWithinMs });
  return button;
}

/** From a goal to work: the first options, and the plan as it is. */
export async function startAndApprove(chat: Frame, goal: string): Promise<void> {
  await startMission(chat, goal);
  await answerWithFirstOptions(chat);
  await (await approval(chat)).click();
}
