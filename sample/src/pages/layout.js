import { html } from '../html.js';

/** A whole page around its main content. */
export function layout({ title, content }) {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
    <link rel="icon" href="/icon.svg" />
    <link rel="stylesheet" href="/style.css" />
    <script src="/shelf.js" defer></script>
  </head>
  <body>
    <main>${content}</main>
  </body>
</html>
`;
}

export function backLink() {
  return html`<nav aria-label="Back"><a href="/">Back to the shelf</a></nav>`;
}
