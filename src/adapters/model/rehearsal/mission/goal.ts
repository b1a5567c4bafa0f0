/** The one goal that the rehearsal can play, on a copy of the sample. */
export const suggestedGoal = 'Let me tag books and filter the shelf by tag';

export const playable = `I am scripted and can only play “${suggestedGoal}” on the sample, the small reading list called Shelf.`;

const aboutTags = /\b(?:re)?tag(?:s|ged|ging)?\b|\blabel(?:s|led|ed|ling|ing)?\b/i;

export function isKnownGoal(goal: string): boolean {
  return aboutTags.test(goal);
}

/** Whether what `list_folder` and `read_file` returned is the sample. */
export function isSample(listing: string, manifest: string): boolean {
  const files = ['src/store.js', 'src/book.js', 'src/api.js', 'src/routes.js', 'src/pages/list.js'];
  return files.every((file) => listing.includes(file)) && /"name":\s*"shelf"/.test(manifest);
}
