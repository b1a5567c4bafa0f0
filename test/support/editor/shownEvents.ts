import assert from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';
import { z } from 'zod';
import type { MissionRecord } from './missionRecord.ts';

const eventSchema = z.looseObject({ seq: z.number() });

const listening = `addEventListener('message', ({ data }) => {
  if (data && data.kind === 'event') void tellTheTest(JSON.stringify(data.event));
})`;

/** Every event that the host has shown to the pages that are watched. */
export class ShownEvents {
  readonly #events = new Map<number, unknown>();

  private constructor() {
    // Made by `of` alone, which connects it with the page.
  }

  static async of(page: Page): Promise<ShownEvents> {
    const shown = new ShownEvents();
    await page.exposeFunction('tellTheTest', (text: string) => {
      const event = eventSchema.parse(JSON.parse(text));
      shown.#events.set(event.seq, event);
    });
    return shown;
  }

  /** From now on; a frame that is loaded anew is to be watched anew. */
  async watch(frame: Frame): Promise<void> {
    await frame.evaluate(listening);
  }

  /** Fails where something was shown that is not on the disk as it was shown. */
  async assertOnDisk(record: MissionRecord): Promise<void> {
    // As they would be shown, without what is undefined.
    const events = z.array(eventSchema).parse(JSON.parse(JSON.stringify(await record.events())));
    const written = new Map(events.map((event) => [event.seq, event]));
    assert.ok(this.#events.size > 0, 'events were shown');
    for (const [seq, event] of this.#events) assert.deepEqual(written.get(seq), event, `event ${String(seq)}`);
    const numbers = events.map(({ seq }) => seq);
    const gapless = numbers.map((_number, place) => place + 1);
    assert.deepEqual(numbers, gapless, 'events are numbered without a gap');
  }
}
