import { html } from '../html.js';
import { backLink, layout } from './layout.js';

export function notFoundPage(message) {
  const content = html`
    ${backLink()}
    <h1>Not found</h1>
    <p>${message}</p>
  `;
  return layout({ title: 'Not found · Shelf', content });
}
