import type { BriefItem } from '../briefText.ts';
import { allOf, first, itemsIn, oneLine, section, unique } from '../briefText.ts';
import { playable } from '../mission/goal.ts';
import type { Call, Script } from '../script.ts';
import { call, take } from '../script.ts';

interface Cause {
  id: string;
  text: string;
}

interface Fix {
  id: string;
  items: BriefItem[];
}

/** Decides about every cause: a fix feature for what is wrong, a word to the user where there is a message. */
export function* turn(brief: string): Script {
  const causes = [...section(brief, 'This turn').matchAll(/^- \[([^\]\s]+)\] (.*)$/gm)].map(
    ([, id = '', text = '']): Cause => ({ id, text }),
  );
  const items = itemsIn(section(brief, 'Items without a fate'));
  const fixes = fixesFor(items, brief);
  const milestone = openMilestone(brief);
  const calls: Call[] = causes.flatMap(({ id, text }) =>
    !/^(?:item|attempt|round):/.test(id)
      ? [call('say', { text: `${playable} So I cannot act on this: ${oneLine(text, 500)}` })]
      : [],
  );
  if (fixes.length > 0)
    calls.push(call('write_features', { features: fixes.map((fix) => fixFeature(fix, milestone)), place: 'front' }));
  for (const fix of fixes)
    for (const { id: item } of fix.items)
      calls.push(call('settle_item', { item, decision: { fate: 'fix', feature: fix.id } }));
  const decisions = causes.map(({ id }) => ({ cause: id, decision: decisionOn(id, fixes) }));
  const said = fixes.length > 0 ? 'What is wrong becomes a fix, first in the queue.' : 'Nothing new to build here.';
  const { answers } = yield* take(said, ...calls, call('end_turn', { decisions }));
  return `The turn was not taken: ${answers.at(-1)?.text ?? ''} ${playable}`;
}

/** One fix for all items of one area, since they seldom have two causes; one for all that a missing service blocks. */
function fixesFor(items: readonly BriefItem[], brief: string): Fix[] {
  const areas = unique(items.map(areaOf));
  const numbers = allOf(brief, /\bF(\d{1,4})\b/g).map(Number);
  const highest = Math.max(0, ...numbers);
  return areas.map((area, place) => ({
    id: `F${highest + 1 + place}`,
    items: items.filter((item) => areaOf(item) === area),
  }));
}

function areaOf({ id, origin, summary, detail }: BriefItem): string {
  if (/^VAL-\S+ blocked: /.test(summary) && detail.includes('service could not be started')) return 'service';
  if (origin === 'assertion') return first(summary, /^VAL-([A-Z0-9]+)-/);
  return origin === 'gate' ? 'gate' : id;
}

/** A finding is repaired in the first milestone that is not sealed. */
function openMilestone(brief: string): string {
  const lines = [...section(brief, 'Plan').matchAll(/^(M\d+|misc-[\w-]+) .* \((sealed|\d+ rounds)\): /gm)];
  return lines.find(([, , seal]) => seal !== 'sealed')?.[1] ?? 'M1';
}

function fixFeature({ id, items }: Fix, milestone: string): unknown {
  const assertions = unique(items.flatMap(({ summary }) => allOf(summary, /^(VAL-[A-Z0-9]+-\d{3})/g)));
  const names = assertions.length > 0 ? assertions : items.map((item) => item.id);
  const details = items.map(({ id: item, summary, detail }) => `${item}: ${summary}\n${detail}`);
  return {
    id,
    milestone,
    title: oneLine(`Repair ${names.join(', ')}`, 120),
    description: `What was found:\n${details.join('\n\n')}\n\nA test that fails for this reason comes first.`.slice(
      0,
      6000,
    ),
    preconditions: [],
    expectedBehaviour: items
      .map(({ summary, detail }) =>
        oneLine(first(detail, /^Behaviour: (.*)$/m) || `It is no longer so that ${summary}`, 600),
      )
      .slice(0, 30),
    skill: 'frontend',
    claims: [],
    fixes: { findings: items.map((item) => item.id), assertions },
    dependsOn: [],
  };
}

function decisionOn(cause: string, fixes: readonly Fix[]): string {
  const fix = fixes.find(({ items }) => items.some(({ id }) => cause === `item:${id}`));
  if (fix) return `Repaired by ${fix.id}.`;
  if (cause.startsWith('attempt:'))
    return 'The feature is tried again by itself; I am scripted and know nothing better.';
  if (cause.startsWith('round:'))
    return `Answered by ${fixes.map(({ id }) => id).join(', ') || 'the fixes that are there'}.`;
  return 'I told the user that I am scripted and cannot act on it.';
}
