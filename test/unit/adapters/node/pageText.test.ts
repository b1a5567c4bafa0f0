import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pageText } from '../../../../src/adapters/node/pageText.ts';

describe('pageText', () => {
  it('keeps headings, lists, links, tables and code, and leaves out what is not for reading', () => {
    const html = `<!DOCTYPE html><html><head><title>The page</title><style>p{}</style></head><body>
      <!-- hidden order --><script>if (a < b) alert("<p>no</p>")</script>
      <h1>Title &amp; more</h1><p>One   <b>two</b><br>three &#233; &#x2014; &unknown;</p>
      <ul><li>first <a href="/x?a=1&amp;b=2">link</a></li><li>second <a href="javascript:alert(1)">bad</a></li></ul>
      <table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>
      <pre><code>if (x) {
    y();
}</code></pre><img alt="a cat" src="x"><a title="a > b" href='#top'>up</a></body></html>`;
    assert.equal(
      pageText(html, 'https://example.org/docs/'),
      [
        'The page',
        '',
        '# Title & more',
        '',
        'One two',
        'three é — &unknown;',
        '',
        '- first link (https://example.org/x?a=1&b=2)',
        '- second bad',
        '',
        ' | a | b',
        ' | 1 | 2',
        '',
        '```',
        'if (x) {',
        '    y();',
        '}',
        '```',
        '[image: a cat]up',
      ].join('\n'),
    );
  });

  it('removes characters that a person would not see', () => {
    assert.equal(pageText('<p>pass\u200bword\u202e \u{e0041}&#8203;x</p>', 'https://example.org/'), 'password x');
  });

  it('takes any text without failing', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '</',
      'a',
      'pre',
      'script',
      '"',
      "'",
      '<!--',
      '-->',
      '&#',
      ';',
      '&amp;',
      '=',
      ' href=',
      '<li>',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => typeof pageText(pieces.join(''), 'x') === 'string'),
    );
  });

  it('takes time in proportion to the length, also for hostile pages', () => {
    const started = performance.now();
    for (const piece of ['<', '<a "', '<!--', '<script>', '&#', ' ', '<pre> ', '<b', "<a href='"])
      pageText(piece.repeat(100_000), 'x');
    assert.ok(performance.now() - started < 5000);
  });
});
