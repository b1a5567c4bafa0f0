/** Elements whose content is not for reading. */
const silent = new Set([
  'script',
  'style',
  'template',
  'svg',
  'noscript',
  'iframe',
  'object',
  'canvas',
  'select',
  'textarea',
]);
const blocks = new Set(
  'address article aside blockquote body dd details dialog div dl dt fieldset figcaption figure footer form header hr html main nav ol p section summary table tbody tfoot thead title ul'.split(
    ' ',
  ),
);
const entities = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: ' ',
    copy: '©',
    reg: '®',
    trade: '™',
    hellip: '…',
    mdash: '—',
  }).concat(
    Object.entries({
      ndash: '–',
      lsquo: '‘',
      rsquo: '’',
      ldquo: '“',
      rdquo: '”',
      laquo: '«',
      raquo: '»',
      bull: '•',
      middot: '·',
      times: '×',
    }),
    Object.entries({
      larr: '←',
      rarr: '→',
      uarr: '↑',
      darr: '↓',
      deg: '°',
      para: '¶',
      sect: '§',
      euro: '€',
      pound: '£',
      zwnj: '',
      zwj: '',
      shy: '',
    }),
  ),
);

interface Writing {
  text: string[];
  /** Depth of `pre`: blanks and line breaks are kept. */
  preformatted: number;
  /** Targets of the links that are open. */
  links: string[];
  baseUrl: string;
}

/**
 * The readable text of an HTML page: headings, lists, tables and links are marked, scripts, styles and comments left out,
 * characters that a person would not see removed. Any input gives some text; linear in its length.
 */
export function pageText(html: string, baseUrl: string): string {
  const writing: Writing = { text: [], preformatted: 0, links: [], baseUrl };
  let position = 0;
  while (position < html.length) {
    const tagAt = html.indexOf('<', position);
    const textEnd = tagAt === -1 ? html.length : tagAt;
    if (textEnd > position) writeText(writing, html.slice(position, textEnd));
    if (tagAt === -1) break;
    position = readTag(html, tagAt, writing);
  }
  return tidied(writing.text.join(''));
}

/** Handles what starts with "<" and returns where reading goes on. */
function readTag(html: string, start: number, writing: Writing): number {
  if (html.startsWith('<!--', start)) return after(html, '-->', start + 4);
  if (html.startsWith('<!', start) || html.startsWith('<?', start)) return after(html, '>', start + 2);
  const named = /^<(\/?)([a-zA-Z][a-zA-Z0-9-]*)/u.exec(html.slice(start, start + 40));
  if (named === null) {
    writeText(writing, '<');
    return start + 1;
  }
  const end = tagEnd(html, start);
  const name = (named[2] ?? '').toLowerCase();
  if (named[1] === '/') {
    closeElement(writing, name);
    return end;
  }
  if (silent.has(name) && html[end - 2] !== '/') return afterClosing(html, name, end);
  openElement(writing, name, html.slice(start, end));
  return end;
}

function openElement(writing: Writing, name: string, tag: string): void {
  const { text } = writing;
  const level = headingLevel(name);
  if (level > 0) text.push(`\n\n${'#'.repeat(level)} `);
  else if (name === 'pre') {
    writing.preformatted += 1;
    text.push('\n```\n');
  } else if (name === 'code') text.push(writing.preformatted === 0 ? '`' : '');
  else if (name === 'a') writing.links.push(attribute(tag, 'href'));
  else if (name === 'img') text.push(imageText(attribute(tag, 'alt')));
  else text.push(starts.get(name) ?? (blocks.has(name) ? '\n' : ''));
}

const starts = new Map([
  ['li', '\n- '],
  ['br', '\n'],
  ['tr', '\n'],
  ['td', ' | '],
  ['th', ' | '],
]);

function closeElement(writing: Writing, name: string): void {
  const { text } = writing;
  if (headingLevel(name) > 0 || name === 'p' || name === 'table') text.push('\n\n');
  else if (name === 'pre' && writing.preformatted > 0) {
    writing.preformatted -= 1;
    text.push('\n```\n');
  } else if (name === 'code' && writing.preformatted === 0) text.push('`');
  else if (name === 'a') text.push(linkText(writing.links.pop() ?? '', writing.baseUrl));
  else if (blocks.has(name)) text.push('\n');
}

function writeText(writing: Writing, raw: string): void {
  const text = withoutEntities(raw).replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '');
  writing.text.push(writing.preformatted > 0 ? text : text.replace(/\s+/gu, ' '));
}

function headingLevel(name: string): number {
  return /^h[1-6]$/u.test(name) ? Number(name[1]) : 0;
}

function imageText(description: string): string {
  return description.trim() === '' ? '' : `[image: ${description.trim()}]`;
}

function linkText(target: string, baseUrl: string): string {
  if (target === '' || target.startsWith('#') || !URL.canParse(target, baseUrl)) return '';
  const url = new URL(target, baseUrl);
  return url.protocol === 'http:' || url.protocol === 'https:' ? ` (${url.href})` : '';
}

function attribute(tag: string, name: string): string {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'iu').exec(tag.slice(0, 5000));
  return withoutEntities(found?.[1] ?? found?.[2] ?? found?.[3] ?? '').trim();
}

function withoutEntities(text: string): string {
  return text.replace(/&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});/gu, (entity) => {
    const name = entity.slice(1, -1);
    if (!name.startsWith('#')) return entities.get(name) ?? entity;
    const code = /^#x/iu.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}

/** The end of a tag; a ">" in quotes does not end it. */
function tagEnd(html: string, start: number): number {
  let quote = '';
  for (let at = start + 1; at < html.length; at += 1) {
    const character = html[at] ?? '';
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at + 1;
  }
  return html.length;
}

function afterClosing(html: string, name: string, from: number): number {
  const closing = new RegExp(`</${name}[\\s/>]`, 'giu');
  closing.lastIndex = from;
  const found = closing.exec(html);
  return found === null ? html.length : tagEnd(html, found.index);
}

function after(html: string, end: string, from: number): number {
  const found = html.indexOf(end, from);
  return found === -1 ? html.length : found + end.length;
}

function tidied(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}
