import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { CommandLine } from '../../support/commandLine/longhaul.ts';
import { startModelServer } from '../../support/modelServer/modelServer.ts';
import type { ModelServer } from '../../support/modelServer/modelServer.ts';
import { smallPolicy } from '../../support/smallMission/smallPolicy.ts';
import { smallRepository } from '../../support/smallMission/smallRepository.ts';
import { assertForPeople, assertRefusal } from './sentence.ts';

const journalCode = 10;
const needsAnswerCode = 5;
const readers = ['status', 'report', 'resume', 'pause', 'cancel'];

describe('a journal that cannot be read', () => {
  let line: CommandLine;
  let server: ModelServer;
  let folder: string;
  let journal: string;

  beforeEach(async () => {
    line = new CommandLine();
    folder = smallRepository();
    server = await startModelServer({ policy: smallPolicy() });
    // Nobody answers, so the mission stops at its first question with a journal of some length.
    const model = ['--model', 'compatible/policy', '--base-url', server.baseUrls.compatible];
    const begun = await line.run(['run', '--folder', folder, '--goal', 'Greet by name', ...model]);
    assert.equal(begun.code, needsAnswerCode, begun.err);
    const [id = ''] = readdirSync(line.missions);
    journal = path.join(line.missions, id, 'journal.jsonl');
  });
  afterEach(async () => {
    await server.close();
    line.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const refusesAll = async (sentence: RegExp): Promise<void> => {
    const before = readFileSync(journal);
    for (const command of readers) assertRefusal(await line.run([command]), journalCode, sentence);
    assert.deepEqual(readFileSync(journal), before, 'the journal is as it was');
  };

  it('since a byte in its middle has changed names the line and the file, and stays as it is', async () => {
    const bytes = readFileSync(journal);
    const place = Math.floor(bytes.length / 2);
    bytes[place] = (bytes[place] ?? 0) ^ 0x01;
    writeFileSync(journal, bytes);
    await refusesAll(
      /is damaged: line \d+ of \S+journal\.jsonl .*Nothing has been deleted or changed\. Restore \S+ from a backup copy/,
    );
    const listed = await line.run(['list']);
    assert.equal(listed.code, 0);
    assert.match(listed.out, /is damaged/);
  });

  it('since a newer version wrote it says to update, and stays as it is', async () => {
    const [first = '', ...others] = readFileSync(journal, 'utf8').split('\n');
    const newer = first.slice(9).replace('"format":1', '"format":99');
    writeFileSync(journal, [`${crc32(newer).toString(16).padStart(8, '0')} ${newer}`, ...others].join('\n'));
    await refusesAll(/was made by a newer Longhaul \(\S+\)\. Update Longhaul to open it\./);
  });

  it('since it holds nothing says that the mission was never begun', async () => {
    const [head = ''] = readFileSync(journal, 'utf8').split('\n');
    writeFileSync(journal, `${head}\n`);
    for (const command of readers)
      assertRefusal(await line.run([command]), 3, /was never begun: .*start the mission again\.$/m);
  });

  it('is no reason to lose what came before a torn last line: the mission goes on', async () => {
    appendFileSync(journal, '0badc0de [{"seq":99,"at":1');
    const answers = path.join(line.home, 'answers.json');
    writeFileSync(answers, JSON.stringify([{ question: 'should the greeting READ', answer: 'Hello, Ada!' }]));
    const more = ['--yes', '--answers', answers, '--base-url', server.baseUrls.compatible];
    const end = await line.run(['resume', ...more]);
    assert.equal(end.code, 0, end.err);
    assert.match(end.err, /ended in an unfinished record .*everything before it is complete\.$/m);
    assertForPeople(end.err);
  }).timeout(180_000);
});

describe('a mission that another process carries', () => {
  it('is refused with its process, shown to everybody, and goes on undisturbed', async () => {
    const line = new CommandLine();
    const folder = smallRepository();
    const server = await startModelServer({ policy: smallPolicy(), eventDelayMs: 20 });
    mkdirSync(line.missions, { recursive: true });
    const model = ['--model', 'compatible/policy', '--base-url', server.baseUrls.compatible];
    const first = line.start(['run', '--folder', folder, '--goal', 'Greet by name', '--yes', ...model]);
    try {
      await first.until(/Orchestrator scopes/);
      const second = await line.run(['resume', '--base-url', server.baseUrls.compatible]);
      assertRefusal(
        second,
        11,
        /is being worked on by another process of Longhaul \(pid \d+\)\. .*taken over as soon as that process has ended\.$/m,
      );
      const shown = await line.run(['status']);
      assert.equal(shown.code, 0);
      assert.match(shown.out, /Greet by name/);
      const end = await first.ended;
      assert.equal(end.code, 0, end.err);
    } finally {
      first.child.kill('SIGKILL');
      await server.close();
      line.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  }).timeout(180_000);
});
