import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { comparePictures, shrinkPicture } from './comparePictures.ts';
import type { PictureDifference } from './comparePictures.ts';

export interface TakenPicture {
  picture: Buffer;
  /** Of the page, px. */
  size: { width: number; height: number };
}

/**
 * How far a picture is from the one that is kept in `file`, half as wide. LONGHAUL_NEW_PICTURES=1 keeps what is seen now as what
 * is expected, to be looked at before it is committed. `blank` is a page to compare on. Throws where none is kept.
 */
export async function differenceFromKept(
  blank: Page,
  file: string,
  { picture, size }: TakenPicture,
): Promise<PictureDifference> {
  if (process.env['LONGHAUL_NEW_PICTURES'] === '1') {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, await shrinkPicture(blank, picture, size.width / 2));
  }
  if (!existsSync(file)) throw new Error(`${path.basename(file)} is missing; LONGHAUL_NEW_PICTURES=1 makes it`);
  return comparePictures(blank, [readFileSync(file), picture], size);
}
