import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { assertionSchema } from '../../../src/mission/artefacts/contract.ts';
import { handoffSchema } from '../../../src/mission/artefacts/handoff.ts';
import { featureSchema } from '../../../src/mission/artefacts/plan.ts';
import { flowReportSchema } from '../../../src/mission/artefacts/reports.ts';
import { servicesManifestSchema } from '../../../src/mission/artefacts/services.ts';
import { assertionProblems } from '../../../src/mission/plan.ts';
import { roles } from '../../../src/mission/role.ts';
import { missingExpectations } from '../../../src/mission/verdict.ts';
import { toolsOfFile } from './toolNames.ts';

const folder = join(import.meta.dirname, '../../../skills');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .map((file) => file.replaceAll('\\', '/'))
  .sort();

const CHARACTERS_PER_TOKEN = 4;
const WORKER_TOOLS_TOKENS = 2300;
const MAX_LINE_CHARACTERS = 400;
const acronyms = ['API', 'CSV', 'GET', 'HTTP', 'ISO', 'JSON', 'POST', 'README', 'TAP', 'URL', 'UTC', 'XML'].concat([
  'APIs',
  'URLs',
  'JUnit',
]);

const schemas: Record<string, z.ZodType> = {
  assertion: assertionSchema,
  badAssertion: assertionSchema,
  feature: featureSchema,
  services: servicesManifestSchema,
  handoff: handoffSchema,
  flow: flowReportSchema,
};

function readSkill(file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

/** The fenced JSON examples of a text with the word that follows `json`. */
function examplesOf(file: string): { file: string; kind: string; value: unknown }[] {
  return [...readSkill(file).matchAll(/^```json (\w+)\n([\s\S]*?)^```$/gm)].map(([, kind = '', text = '']) => ({
    file,
    kind,
    value: JSON.parse(text) as unknown,
  }));
}

function proseOf(file: string): string {
  return readSkill(file).replace(/^```[\s\S]*?^```$/gm, '');
}

const examples = files.flatMap(examplesOf);

describe('the skills', () => {
  it('exist for every role, with a name and a description', () => {
    for (const role of roles) {
      const name = role === 'orchestrator' ? 'orchestration' : role;
      assert.match(readSkill(`${name}/SKILL.md`), /^---\nname: [\w-]+\ndescription: .{20,}\n---\n\n# /, role);
    }
  });

  it('name only tools that their role has, and the one that ends its run', () => {
    assert.deepEqual(
      files.filter((file) => file !== 'preamble.md' && toolsOfFile[file] === undefined),
      [],
    );
    for (const [file, tools] of Object.entries(toolsOfFile)) {
      const named = [...proseOf(file).matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, name = '']) => name);
      assert.deepEqual(
        named.filter((name) => !tools.all.includes(name)),
        [],
        file,
      );
      if (tools.last !== null) assert.ok(named.includes(tools.last), `${file} says that ${tools.last} ends the run`);
    }
  });

  it('are about 700 lines, none of them too long to read', () => {
    const lines = files.flatMap((file) => readSkill(file).trimEnd().split('\n'));
    assert.ok(lines.length >= 500 && lines.length <= 800, String(lines.length));
    assert.deepEqual(
      lines.filter((line) => line.length > MAX_LINE_CHARACTERS),
      [],
    );
  });

  it('leave the prefix of a worker between 4,300 and 6,000 tokens', () => {
    const characters = readSkill('preamble.md').length + readSkill('worker/SKILL.md').length;
    const tokens = WORKER_TOOLS_TOKENS + characters / CHARACTERS_PER_TOKEN;
    assert.ok(tokens > 4400 && tokens < 5900, String(tokens));
  });

  it('do not shout', () => {
    for (const file of files) {
      const text = proseOf(file).replace(/`[^`]*`/g, '');
      const shouted = [...text.matchAll(/\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*\b/g)].map(([word]) => word);
      assert.deepEqual(
        shouted.filter((word) => !acronyms.includes(word)),
        [],
        file,
      );
      assert.doesNotMatch(text, /!\s|you are an expert/i, file);
    }
  });

  it('show examples that the schemas of the mission accept', () => {
    assert.deepEqual([...new Set(examples.map(({ kind }) => kind))].sort(), Object.keys(schemas).sort());
    for (const { file, kind, value } of examples) {
      const parsed = schemas[kind]?.safeParse(value);
      assert.equal(parsed?.success, true, `${file} ${kind}: ${parsed?.error?.message ?? ''}`);
    }
  });

  it('show assertions that can be judged, and one that cannot', () => {
    for (const { kind, value } of examples) {
      if (!kind.toLowerCase().endsWith('assertion')) continue;
      assert.equal(assertionProblems(assertionSchema.parse(value)).length > 0, kind === 'badAssertion');
    }
  });

  it('show a flow report whose steps cover every expectation of the assertion that passes', () => {
    const assertions = examples.flatMap(({ kind, value }) =>
      kind === 'assertion' ? [assertionSchema.parse(value)] : [],
    );
    const flow = flowReportSchema.parse(examples.find(({ kind }) => kind === 'flow')?.value);
    for (const { assertion: id, result, steps } of flow.results) {
      const assertion = assertions.find((candidate) => candidate.id === id);
      assert.ok(assertion, id);
      if (result === 'passed') assert.deepEqual(missingExpectations(assertion, steps), []);
    }
  });
});
