import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { bodyClasses, themes } from './webviewPage.ts';
import type { Theme } from './webviewPage.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  nodes: { target: string[]; failureSummary?: string }[];
}

/** Rules whose verdict depends on colours: the others say the same in every theme. */
const colourRules = ['color-contrast', 'link-in-text-block'];

async function problemsNow(page: Page, rules: readonly string[] | null): Promise<string[]> {
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: { type: 'rule', values: rules } }) };
  const run = `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`;
  const violations = await page.evaluate<Violation[]>(run);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')} ${failureSummary.replace(/\s+/g, ' ')}`),
  );
}

async function setTheme(page: Page, theme: Theme): Promise<void> {
  const kind = bodyClasses[theme];
  const classes = `document.body.classList.remove(...[...document.body.classList].filter((name) => name.startsWith('vscode-')));
    document.body.classList.add(...${JSON.stringify(kind.split(' '))});`;
  await page.evaluate(classes);
}

/**
 * What axe finds in a page, at every width (px), as sentences that name theme and width: all of its rules in the first theme,
 * those about colours in every theme.
 */
export async function axeProblems(page: Page, widths: readonly number[]): Promise<string[]> {
  await page.evaluate(source);
  const found: string[] = [];
  for (const theme of themes) {
    await setTheme(page, theme);
    for (const width of widths) {
      await page.setViewportSize({ width, height: page.viewportSize()?.height ?? 900 });
      const rules = theme === themes[0] ? null : colourRules;
      found.push(...(await problemsNow(page, rules)).map((problem) => `${theme} at ${width}: ${problem}`));
    }
  }
  return found;
}
