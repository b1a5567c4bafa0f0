import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { sampleBehaviours } from '../../support/sampleBehaviours.ts';
import { mutateSample, sampleMutations } from '../../support/sampleMutations.ts';
import type { SampleMutation } from '../../support/sampleMutations.ts';
import { visitSample } from '../../support/sampleVisitor.ts';

const sample = join(import.meta.dirname, '../../../sample');

describe('mutations of the sample', () => {
  let copy = '';

  beforeEach(async () => {
    copy = await mkdtemp(join(tmpdir(), 'sample-'));
    await cp(sample, copy, { recursive: true });
  });

  afterEach(() => rm(copy, { recursive: true, force: true }));

  it('each behaviour has one mutation, and its sentence holds the literal expectation', () => {
    assert.deepEqual(sampleMutations.map(({ breaks }) => breaks).sort(), sampleBehaviours.map(({ id }) => id).sort());
    for (const { behaviour, expected } of sampleBehaviours) {
      const literal = expected.kind === 'status' ? String(expected.status) : `"${expected.text}"`;
      assert.ok(behaviour.includes(literal), behaviour);
    }
  });

  it('the untouched sample passes its tests and shows every behaviour', async () => {
    const [tests, broken] = await Promise.all([runOwnTests(copy), brokenBehaviours(copy)]);
    assert.equal(tests.exitCode, 0, tests.output);
    assert.deepEqual(broken, []);
  });

  for (const mutation of sampleMutations) {
    it(`"${mutation.name}" breaks "${mutation.breaks}" and nothing else, unseen by the sample's tests`, async () => {
      await putIn(copy, mutation);
      const [tests, broken] = await Promise.all([runOwnTests(copy), brokenBehaviours(copy)]);
      assert.equal(tests.exitCode, 0, tests.output);
      assert.deepEqual(broken, [mutation.breaks]);
    });
  }
});

async function putIn(folder: string, mutation: SampleMutation): Promise<void> {
  const file = join(folder, mutation.file);
  await writeFile(file, mutateSample(await readFile(file, 'utf8'), mutation));
}

async function runOwnTests(folder: string): Promise<{ exitCode: number | null; output: string }> {
  const child = startNode(folder, ['--test', '--test-isolation=none', '--test-reporter=tap'], {});
  const [output] = await Promise.all([readAll(child.stdout), once(child, 'close')]);
  assert.match(output, /^# tests [1-9]/m);
  return { exitCode: child.exitCode, output };
}

async function brokenBehaviours(folder: string): Promise<string[]> {
  const child = startNode(folder, ['src/server.js'], { PORT: '0', DATA_DIR: join(folder, 'data') });
  const closed = once(child, 'close');
  try {
    const address = await addressOf(child.stdout);
    const broken: string[] = [];
    for (const behaviour of sampleBehaviours) {
      if (!(await visitSample(address, behaviour)).holds) broken.push(behaviour.id);
    }
    return broken;
  } finally {
    child.kill();
    await closed;
  }
}

function startNode(
  folder: string,
  words: string[],
  environment: Record<string, string>,
): ChildProcessByStdio<null, Readable, null> {
  return spawn(process.execPath, words, {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function readAll(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

async function addressOf(output: Readable): Promise<string> {
  for await (const chunk of output.iterator({ destroyOnReturn: false })) {
    const address = /http:\/\/[\d.:]+/.exec(String(chunk))?.[0];
    if (address !== undefined) return address;
  }
  throw new Error('The sample did not start.');
}
