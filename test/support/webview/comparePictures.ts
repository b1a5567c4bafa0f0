import type { Page } from 'playwright-core';

/** How far two pictures are apart, each cell averaged: 0 is the same, 255 black against white. */
export interface PictureDifference {
  mean: number;
  /** Of the cell that differs most. */
  most: number;
}

const compare = `async ([one, other, columns, rows]) => {
  const cells = async (base64) => {
    const image = new Image();
    image.src = 'data:image/png;base64,' + base64;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = columns;
    canvas.height = rows;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.imageSmoothingQuality = 'high';
    context.filter = 'grayscale(1)';
    context.drawImage(image, 0, 0, columns, rows);
    return context.getImageData(0, 0, columns, rows).data;
  };
  const [left, right] = [await cells(one), await cells(other)];
  let sum = 0;
  let most = 0;
  for (let at = 0; at < left.length; at += 4) {
    const difference = Math.abs(left[at] - right[at]);
    sum += difference;
    most = Math.max(most, difference);
  }
  return { mean: sum / (left.length / 4), most };
}`;

const shrink = `async ([picture, width]) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + picture;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = Math.round((image.height / image.width) * width);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').split(',')[1];
}`;

const cellPixels = 24;

/** Compares PNGs in cells of about 24 pixels, in greys: layout and tone count, the shape of letters does not. `page` is blank. */
export function comparePictures(
  page: Page,
  pictures: readonly [Buffer, Buffer],
  size: { width: number; height: number },
): Promise<PictureDifference> {
  const [columns, rows] = [Math.round(size.width / cellPixels), Math.round(size.height / cellPixels)];
  const parts = [...pictures.map((picture) => picture.toString('base64')), columns, rows];
  return page.evaluate<PictureDifference>(`(${compare})(${JSON.stringify(parts)})`);
}

/** A PNG, made as wide as said (px). */
export async function shrinkPicture(page: Page, picture: Buffer, width: number): Promise<Buffer> {
  const parts = [picture.toString('base64'), width];
  return Buffer.from(await page.evaluate<string>(`(${shrink})(${JSON.stringify(parts)})`), 'base64');
}
