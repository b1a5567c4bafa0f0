import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html } from '../src/html.js';

test('values are escaped, markup is kept', () => {
  const name = html`<b>${"Tom & <Jerry's>"}</b>`;
  assert.equal(
    String(html`<p title="${'"'}">${name}</p>`),
    '<p title="&quot;"><b>Tom &amp; &lt;Jerry&#39;s&gt;</b></p>',
  );
});

test('lists are joined, false and null leave nothing behind', () => {
  const items = ['a', 'b'].map((text) => html`<li>${text}</li>`);
  assert.equal(String(html`<ul>${items}${false}${null}${0}</ul>`), '<ul><li>a</li><li>b</li>0</ul>');
});
