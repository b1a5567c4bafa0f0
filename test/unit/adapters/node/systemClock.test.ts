import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { systemClock } from '../../../../src/adapters/node/systemClock.ts';

describe('the system clock', () => {
  const clock = systemClock();
  const elapsed = async (sleep: Promise<void>) => {
    const start = performance.now();
    await sleep;
    return performance.now() - start;
  };

  it('tells the time in milliseconds since 1970', () => {
    assert.ok(Math.abs(clock.now() - Date.now()) < 50);
  });

  it('sleeps for as long as asked, in one timer or in many', async () => {
    for (const sleeper of [clock, systemClock({ longestTimerMs: 7 })]) {
      const ms = await elapsed(sleeper.sleep(60));
      assert.ok(ms >= 59 && ms < 500, `${ms} ms`);
    }
    assert.ok((await elapsed(clock.sleep(0))) < 20);
    assert.ok((await elapsed(clock.sleep(-5))) < 20);
  });

  it('wakes at once when aborted, before or while it sleeps, and listens no longer', async () => {
    const controller = new AbortController();
    const sleeping = elapsed(clock.sleep(60_000, controller.signal));
    setTimeout(() => controller.abort(), 20);
    assert.ok((await sleeping) < 1000);
    assert.ok((await elapsed(clock.sleep(60_000, controller.signal))) < 20);
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
    const { signal } = new AbortController();
    await systemClock({ longestTimerMs: 1 }).sleep(20, signal);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('does not wake early from a sleep longer than the longest timer of the system', async () => {
    const controller = new AbortController();
    let isAwake = false;
    for (const sleeper of [clock, systemClock({ longestTimerMs: 2 ** 31 - 1 })]) {
      const sleeping = sleeper.sleep(2 ** 31 + 5000, controller.signal).then(() => (isAwake = true));
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(isAwake, false);
      void sleeping;
    }
    controller.abort();
  });
});
