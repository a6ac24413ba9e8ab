/** Policy files as they are found in the wild: raw and escaped expressions. */
import { expect, test } from 'vitest';
import { type PolicyElement, parsePolicyXml } from './policy-element.ts';

const source = (element: PolicyElement | undefined, attribute: string): string | undefined => {
  const value = element?.attributes.get(attribute);
  return value?.kind === 'expression-source' ? value.source : undefined;
};

const csharp = 'context.Request.Headers.GetValueOrDefault("X-Test","") == "tr)ue" && 1 < 2';

test('a raw expression in an attribute is found up to its balanced end', () => {
  const when = parsePolicyXml(`<when condition="@(${csharp})"><trace /></when>`);
  expect(source(when, 'condition')).toBe(csharp);
  expect(when.children.map(({ name }) => name)).toEqual(['trace']);
});

test('the escaped form means the same', () => {
  const escaped = csharp.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  expect(source(parsePolicyXml(`<when condition="@(${escaped})" />`), 'condition')).toBe(csharp);
});

test('chars, comments, verbatim and interpolated strings may hold quotes and brackets', () => {
  const body = `{ var c = ')'; var q = '\\''; /* don't ) */ var s = @"a""}"; // it's }
    return $"{(c == ')' ? "}" : "(")}{{"; }`;
  const element = parsePolicyXml(`<set-body>\n@${body}\n</set-body>`);
  expect(element.text).toEqual({ kind: 'expression-source', form: 'statements', source: body.slice(1, -1), line: 2 });
});

test('single-quoted attributes and expressions in CDATA are understood', () => {
  expect(source(parsePolicyXml(`<a b='@("x" + 'y')' />`), 'b')).toBe(`"x" + 'y'`);
  expect(parsePolicyXml('<a><![CDATA[ @(1 < 2) ]]></a>').text).toMatchObject({ source: '1 < 2' });
});

test('comments are left alone', () => {
  expect(parsePolicyXml(`<a><!-- "@(never ends --><b /></a>`).children).toHaveLength(1);
});

test('line numbers count from the file as written', () => {
  const element = parsePolicyXml(`<policies>\n  <a x="@{\n return 1;\n}" />\n  <b y="@(2)" />\n</policies>`);
  expect(element.children.map(({ line }) => line)).toEqual([2, 5]);
  expect(element.children[1]?.attributes.get('y')?.line).toBe(5);
});

test.each([
  ['<a b="@(1 + (2)" />', 'this expression never ends'],
  ['<a b="@(1) and more" />', 'after the expression comes "and more'],
  ['<a>\n<b></a>', 'Missing end tag for element b'],
  ['<a b="1" b="2" />', 'Duplicate attribute: b'],
])('%s is refused with its line', (text, message) => {
  expect(() => parsePolicyXml(text)).toThrow(message);
});
