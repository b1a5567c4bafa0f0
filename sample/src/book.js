const longestText = 200;

/** Returns the fields of a book, cleaned, and a message for each field that cannot be kept. */
export function checkBook(input) {
  const title = cleanText(input.title);
  const author = cleanText(input.author);
  const errors = {};
  if (title === '') errors.title = 'Enter a title.';
  if (title.length > longestText) errors.title = `Use at most ${longestText} characters.`;
  if (author === '') errors.author = 'Enter an author.';
  if (author.length > longestText) errors.author = `Use at most ${longestText} characters.`;
  return { fields: { title, author }, errors };
}

/** Checks a change that names only some fields: what it leaves out stays as it is. */
export function checkChange(book, input) {
  const { fields, errors } = checkBook({ ...book, ...input });
  const read = 'read' in input ? input.read : book.read;
  if (typeof read !== 'boolean') errors.read = 'Use true or false.';
  return { fields: { ...fields, read }, errors };
}

export function hasErrors(errors) {
  return Object.keys(errors).length > 0;
}

function cleanText(value) {
  return typeof value === 'string' ? value.trim() : '';
}
