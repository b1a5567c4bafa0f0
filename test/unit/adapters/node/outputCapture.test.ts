import assert from 'node:assert/strict';
import fc from 'fast-check';
import { outputCapture } from '../../../../src/adapters/node/outputCapture.ts';

describe('outputCapture', () => {
  it('keeps everything up to the inline limit, and a true head and tail beyond it', () => {
    const pieces = fc.array(fc.uint8Array({ min: 97, max: 122, maxLength: 300 }), { maxLength: 60 });
    fc.assert(
      fc.property(
        pieces,
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 0, max: 5000 }),
        (chunks, inline, stored) => {
          const capture = outputCapture({ maxInlineBytes: inline, maxStoredBytes: stored });
          for (const chunk of chunks) capture.add(chunk);
          const all = Buffer.concat(chunks).toString();
          assert.equal(capture.bytes, all.length);
          if (all.length <= inline) {
            assert.deepEqual([capture.inline(), capture.whole()], [all, null]);
            return;
          }
          const tail = Math.floor(inline / 2);
          const head = inline - tail;
          assert.equal(
            capture.inline(),
            `${all.slice(0, head)}\n[… ${all.length - inline} bytes left out …]\n${all.slice(all.length - tail)}`,
          );
          const kept = Math.max(inline, stored);
          const whole = Buffer.from(capture.whole() ?? []).toString();
          if (all.length <= kept) assert.equal(whole, all);
          else
            assert.equal(
              whole,
              `${all.slice(0, kept - tail)}\n[… ${all.length - kept} bytes were not kept …]\n${all.slice(all.length - tail)}`,
            );
        },
      ),
    );
  });

  it('cuts between characters', () => {
    const text = 'é€😀'.repeat(50);
    for (let limit = 10; limit < 40; limit += 1) {
      const capture = outputCapture({ maxInlineBytes: limit, maxStoredBytes: 0 });
      capture.add(Buffer.from(text));
      assert.doesNotMatch(capture.inline(), /\ufffd/u);
    }
  });

  it('holds a gigabyte of small and large pieces in bounded memory', () => {
    const capture = outputCapture({ maxInlineBytes: 1000, maxStoredBytes: 1_000_000 });
    const before = process.memoryUsage().arrayBuffers;
    const large = Buffer.alloc(1_000_000, 'a');
    for (let count = 0; count < 100_000; count += 1) capture.add(large.subarray(0, 3));
    for (let count = 0; count < 1000; count += 1) capture.add(large);
    assert.equal(capture.bytes, 1_000_300_000);
    assert.ok(process.memoryUsage().arrayBuffers - before < 5_000_000);
    assert.ok((capture.whole()?.length ?? 0) < 1_000_200);
  });
});
