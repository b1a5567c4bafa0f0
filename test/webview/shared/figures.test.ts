import assert from 'node:assert/strict';
import * as figures from '../../../webview-ui/shared/figures.ts';

describe('figures', () => {
  const minute = 60_000;

  it('write durations with two units at most', () => {
    const told = [400, 9900, 52_000, 112_000, 60 * minute, 582 * minute, 51 * 60 * minute].map(figures.durationFigure);
    assert.deepEqual(told, ['0.4 s', '9.9 s', '52 s', '1 m 52 s', '1 h', '9 h 42 m', '2 d 3 h']);
  });

  it('write tokens in full under a thousand, then in k and M', () => {
    assert.deepEqual([999, 1000, 612_400, 999_499, 999_500, 41_200_000].map(figures.tokenFigure), [
      '999',
      '1k',
      '612k',
      '999k',
      '1.0M',
      '41.2M',
    ]);
  });

  it('write money with two decimals, ages with one unit, shares with one decimal', () => {
    assert.equal(figures.moneyFigure(38_700_000), '$38.70');
    assert.deepEqual([30_000, 31 * minute, 180 * minute, 3000 * minute].map(figures.ageFigure), [
      'now',
      '31 m',
      '3 h',
      '2 d',
    ]);
    assert.deepEqual([figures.shareFigure(957, 1000), figures.shareFigure(1, 0)], ['95.7 %', '–']);
  });

  it('write the date once a time is more than a day off', () => {
    const at = new Date(2026, 2, 4, 6, 12).getTime();
    assert.equal(figures.clockFigure(at, at + minute), '06:12');
    assert.equal(figures.clockFigure(at, at + 25 * 60 * minute), 'Mar 4 06:12');
    assert.equal(figures.countdownFigure(65_000), '1:05');
  });

  it('cut paths in the middle, so that file name and line stay', () => {
    assert.equal(figures.cutInMiddle('src/views/missionControl/panel.ts:118', 24), 'src/views…l/panel.ts:118');
    assert.equal(figures.cutInMiddle('panel.ts:118', 24), 'panel.ts:118');
  });
});
