const minColumns = 40;

function breakPlace(text: string, width: number): number {
  const space = text.lastIndexOf(' ', width);
  return space > width / 3 ? space : width;
}

/** Breaks a text after `first` so that all lines fit; the others begin under the text. Null columns break nothing. */
export function layOut(first: string, text: string, columns: number | null): string[] {
  const indent = ' '.repeat(first.length);
  const width = Math.max(minColumns, columns ?? 0) - first.length;
  const lines: string[] = [];
  let left = text;
  while (columns !== null && left.length > width) {
    const place = breakPlace(left, width);
    lines.push(left.slice(0, place));
    left = left.slice(place).trimStart();
  }
  return [...lines, left].map((line, place) => (place === 0 ? first : indent) + line);
}
