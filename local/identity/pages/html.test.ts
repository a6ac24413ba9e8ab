import { expect, test } from 'vitest';
import { html, raw } from './html.ts';

test('escapes what it is given', () => {
  expect(html`<p title="${`"'`}">${'<b>&</b>'}</p>`.html).toBe('<p title="&quot;&#39;">&lt;b&gt;&amp;&lt;/b&gt;</p>');
});

test('leaves HTML as it is, and nothing for undefined', () => {
  expect(html`<main>${html`<p>${'<'}</p>`}${undefined}${raw('<hr>')}</main>`.html).toBe('<main><p>&lt;</p><hr></main>');
});
