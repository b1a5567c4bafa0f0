import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeBlobs } from '../../../../src/adapters/node/blobStore.ts';

describe('the blobs of a mission', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'longhaul-blobs-'));
    mkdirSync(join(directory, 'blobs'));
    mkdirSync(join(directory, 'temporary'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  const file = (id: string) => join(directory, 'blobs', id.slice(0, 2), id);

  it('are found again by the hash of their content', async () => {
    const blobs = nodeBlobs({ directory });
    const bytes = new Uint8Array([0, 255, 10, 13]);
    const id = await blobs.put(bytes);
    assert.equal(id, createHash('sha256').update(bytes).digest('hex'));
    assert.deepEqual(Buffer.from((await blobs.bytes(id)) ?? []), Buffer.from(bytes));
    assert.deepEqual(readFileSync(file(id)), Buffer.from(bytes));
    assert.equal(await blobs.text(await blobs.put('Grüße 🚀')), 'Grüße 🚀');
    assert.equal(await nodeBlobs({ directory }).text(await blobs.put('')), '');
  });

  it('are stored once, however often and at once they are put', async () => {
    const blobs = nodeBlobs({ directory });
    const ids = await Promise.all(Array.from({ length: 10 }, () => blobs.put('same')));
    assert.equal(new Set([...ids, await blobs.put('same')]).size, 1);
    assert.deepEqual(readdirSync(join(directory, 'blobs', ids[0]?.slice(0, 2) ?? '')), [ids[0]]);
    assert.deepEqual(readdirSync(join(directory, 'temporary')), []);
  });

  it('are never given back changed, and are healed by putting them again', async () => {
    const blobs = nodeBlobs({ directory });
    const id = await blobs.put('evidence');
    writeFileSync(file(id), 'evidenze');
    assert.equal(await blobs.text(id), null);
    assert.equal(await blobs.bytes(id), null);
    await blobs.put('evidence');
    assert.equal(await blobs.text(id), 'evidence');
  });

  it('are null where there is no such id, or none at all', async () => {
    const blobs = nodeBlobs({ directory });
    for (const id of ['0'.repeat(64), '', '../../journal.jsonl', 'A'.repeat(64)])
      assert.equal(await blobs.text(id), null);
  });

  it('say what to do when they cannot be written', async () => {
    rmSync(join(directory, 'blobs'), { recursive: true });
    writeFileSync(join(directory, 'blobs'), 'a file in the way');
    await assert.rejects(nodeBlobs({ directory }).put('x'), /could not be written .*LONGHAUL_HOME\.$/);
  });
});
