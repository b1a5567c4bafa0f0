/** How many are shown before the rest is only counted. */
const shown = 8;

export function idList(ids: readonly string[]): string {
  return ids.length <= shown ? ids.join(', ') : `${ids.slice(0, shown).join(', ')} and ${ids.length - shown} more`;
}
