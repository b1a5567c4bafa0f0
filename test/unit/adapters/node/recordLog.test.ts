import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { FileSystem } from '../../../../src/adapters/node/fileSystem.ts';
import type { LogPlace } from '../../../../src/adapters/node/segments.ts';
import { nodeFileSystem } from '../../../../src/adapters/node/fileSystem.ts';
import { openRecordLog, readRecordLog } from '../../../../src/adapters/node/recordLog.ts';

const record = (seq: number) => JSON.stringify({ seq, text: 'grüße 🚀 '.repeat(seq % 4) });
const recordsUpTo = (count: number) => Array.from({ length: count }, (_, seq) => record(seq));
const lineOf = (text: string) => `${crc32(text).toString(16).padStart(8, '0')} ${text}\n`;

describe('a record log', () => {
  let folder: string;
  let place: LogPlace;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'longhaul-log-'));
    mkdirSync(join(folder, 'temporary'));
    place = placeIn(folder, nodeFileSystem, 500);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const file = (name = 'journal.jsonl') => join(folder, name);
  const segments = () => readdirSync(folder).filter((name) => name.endsWith('.jsonl'));

  async function open() {
    const opened = await openRecordLog(place, { create: true });
    assert.ok(opened.ok, opened.ok ? '' : opened.problem.message);
    return opened;
  }

  async function fill(count: number): Promise<void> {
    const { log } = await open();
    for (const text of recordsUpTo(count)) await log.append(text);
    await log.close();
  }

  async function problem() {
    const read = await readRecordLog(place);
    const opened = await openRecordLog(place, { create: true });
    assert.ok(!read.ok && !opened.ok);
    assert.deepEqual(read.problem, opened.problem);
    return read.problem;
  }

  it('gives back what was appended, in the order of the calls, whether one by one or together', async () => {
    const { log } = await open();
    await log.append(record(0));
    await Promise.all([1, 2, 3].map((seq) => log.append(record(seq))));
    await log.close();
    const { log: again, records, notice } = await open();
    assert.deepEqual({ records, notice }, { records: recordsUpTo(4), notice: null });
    await again.append(record(4));
    await again.close();
    assert.deepEqual(await readRecordLog(place), { ok: true, records: recordsUpTo(5), notice: null });
  });

  it('writes lines that begin with the checksum of the record', async () => {
    const { log } = await open();
    await log.append('{"seq":1}');
    await log.close();
    const header = '{"longhaul":"journal","format":1,"segment":1,"before":0}';
    assert.equal(readFileSync(file(), 'utf8'), lineOf(header) + lineOf('{"seq":1}'));
  });

  it('syncs once for appends that are under way together, and not before writing them', async () => {
    const calls: string[] = [];
    const watching: FileSystem = {
      ...nodeFileSystem,
      write: (...call) => (calls.push('write'), nodeFileSystem.write(...call)),
      syncData: (...call) => (calls.push('sync'), nodeFileSystem.syncData(...call)),
    };
    const opened = await openRecordLog(placeIn(folder, watching, 1_000_000), { create: true });
    assert.ok(opened.ok);
    calls.length = 0;
    await Promise.all(recordsUpTo(100).map((text) => opened.log.append(text)));
    await opened.log.close();
    assert.deepEqual(calls, ['write', 'sync']);
  });

  it('goes on in a new segment before the old one grows beyond the limit', async () => {
    await fill(40);
    assert.ok(segments().length > 3);
    for (const name of segments()) assert.ok(readFileSync(file(name)).length <= 500, name);
    assert.deepEqual((await open()).records, recordsUpTo(40));
  });

  it('takes a record that is larger than a segment may be', async () => {
    const { log } = await open();
    const large = JSON.stringify('x'.repeat(2000));
    for (const text of [large, record(1), large, large]) await log.append(text);
    await log.close();
    assert.equal(segments().length, 4);
    assert.deepEqual((await open()).records, [large, record(1), large, large]);
  });

  it('refuses a record with a line break or half a character, which would not come back as it is', async () => {
    const { log } = await open();
    assert.throws(() => log.append('one\ntwo'), /one line/);
    assert.throws(() => log.append('\ud800'), /well-formed/);
    await log.close();
  });

  it('writes what was asked for before it closes, nothing after, and lets the file go', async () => {
    const before = readdirSync('/dev/fd').length;
    const { log } = await open();
    const last = log.append(record(0));
    await log.close();
    await last;
    await assert.rejects(log.append(record(1)), /the log is closed/);
    await log.close();
    assert.equal(readdirSync('/dev/fd').length, before);
  });

  it('cuts a torn last line with a notice; reading alone leaves the file as it is', async () => {
    await fill(3);
    const whole = readFileSync(file());
    for (const torn of ['deadbeef {"se', '1', lineOf(record(3)).slice(0, -1), '\0\0\0\0', 'deadbeef {"seq":3}\n']) {
      writeFileSync(file(), Buffer.concat([whole, Buffer.from(torn)]));
      const read = await readRecordLog(place);
      assert.ok(read.ok);
      assert.deepEqual(read.records, recordsUpTo(3));
      assert.match(read.notice ?? '', /unfinished record \(line 5 of .*journal\.jsonl\)/);
      assert.equal(readFileSync(file()).length, whole.length + Buffer.byteLength(torn));
      const { log, notice } = await open();
      assert.equal(notice, read.notice);
      await log.close();
      assert.deepEqual(readFileSync(file()), whole);
    }
  });

  it('cuts a group of appends that a crash has torn in its middle, for nobody was promised it', async () => {
    const { log } = await open();
    await log.append(record(0));
    await Promise.all([1, 2, 3].map((seq) => log.append(record(seq))));
    await log.close();
    const bytes = readFileSync(file());
    bytes.fill(0, bytes.indexOf('{"seq":1'), bytes.indexOf('{"seq":1') + 4);
    writeFileSync(file(), bytes);
    const { records, notice } = await open();
    assert.deepEqual(records, [record(0)]);
    assert.match(notice ?? '', /line 3 of/);
  });

  it('reports a bad line that good ones follow, with the line and what to do, and changes nothing', async () => {
    await fill(3);
    const bytes = readFileSync(file());
    bytes.write('X', bytes.indexOf('"seq":1'));
    writeFileSync(file(), bytes);
    const { kind, message } = await problem();
    assert.equal(kind, 'damaged');
    assert.match(
      message,
      /^The journal is damaged: line 3 of .*journal\.jsonl .*Nothing has been deleted.*Restore .*backup/,
    );
    assert.deepEqual(readFileSync(file()), bytes);
  });

  it('reports a bad last line of a segment that another one follows', async () => {
    await fill(40);
    const bytes = readFileSync(file());
    writeFileSync(file(), bytes.subarray(0, -3));
    assert.match((await problem()).message, /line \d+ of .*journal\.jsonl does not match/);
  });

  it('reports records that are missing as a whole: lines at the end of a segment, a segment', async () => {
    await fill(40);
    const first = readFileSync(file());
    writeFileSync(file(), first.subarray(0, first.lastIndexOf('\n', first.length - 2) + 1));
    assert.match((await problem()).message, /records before those in .*journal\.2\.jsonl are missing/);
    writeFileSync(file(), first);
    rmSync(file('journal.2.jsonl'));
    assert.match((await problem()).message, /^The journal is damaged: .*journal\.2\.jsonl is missing/);
  });

  it('refuses a journal of a newer format, and says to update', async () => {
    writeFileSync(file(), lineOf('{"longhaul":"journal","format":2,"other":true}') + lineOf('{"seq":0}'));
    const { kind, message } = await problem();
    assert.equal(kind, 'newer');
    assert.match(message, /made by a newer Longhaul.*Update Longhaul.*Nothing has been changed/);
  });

  it('refuses a file that is no log of this kind, and an empty one', async () => {
    writeFileSync(file(), lineOf('{"longhaul":"run","format":1,"segment":1,"before":0}'));
    assert.equal((await problem()).kind, 'damaged');
    writeFileSync(file(), lineOf('[]'));
    assert.equal((await problem()).kind, 'damaged');
    writeFileSync(file(), '');
    assert.equal((await problem()).kind, 'damaged');
  });

  it('refuses appends once its file has been deleted, instead of promising what is gone', async () => {
    const { log } = await open();
    await log.append(record(0));
    rmSync(file());
    await assert.rejects(log.append(record(1)), /journal\.jsonl could not be written .*put it back/);
    await assert.rejects(log.append(record(2)), /put it back/);
    await log.close();
  });

  it('reads while another is writing', async () => {
    const { log } = await open();
    for (let seq = 0; seq < 30; seq += 1) {
      const appended = log.append(record(seq));
      const read = await readRecordLog(place);
      assert.ok(read.ok);
      assert.deepEqual(read.records, recordsUpTo(read.records.length));
      await appended;
    }
    await log.close();
  });
});

function placeIn(folder: string, fileSystem: FileSystem, maxSegmentBytes: number): LogPlace {
  const temporaryFolder = join(folder, 'temporary');
  return {
    fileSystem,
    folder,
    name: 'journal',
    kind: 'journal',
    what: 'The journal',
    temporaryFolder,
    maxSegmentBytes,
  };
}
