import DOMPurify from 'dompurify';
import MarkdownIt from 'markdown-it';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';

const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true });

/** What a model may draw: text, lists, tables, code and links to the web; no pictures, forms or styles. */
const allowed = {
  ALLOWED_TAGS: 'p br strong em s code pre ul ol li blockquote h1 h2 h3 h4 h5 h6 hr table thead tbody tr th td a'.split(
    ' ',
  ),
  ALLOWED_ATTR: ['href', 'start'],
  ALLOWED_URI_REGEXP: /^https?:\/\//i,
};

function toHtml(text: string): string {
  return DOMPurify.sanitize(markdown.render(text), allowed);
}

/** A text of a model as Markdown. */
export function Markdown({ text }: { text: string }): JSX.Element {
  const html = useMemo(() => toHtml(text), [text]);
  return <div class="markdown" dangerouslySetInnerHTML={{ __html: html }} />;
}
