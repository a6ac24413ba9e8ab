import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTemplate } from './route-template.ts';
import { createRouter, duplicates, type Route } from './router.ts';

const route = (template: string, methods: string[] = []): Route<string> => ({
  segments: parseTemplate(template),
  methods,
  target: `${methods.join()}${methods.length > 0 ? ' ' : ''}${template}`,
});

const find = (templates: string[], path: string) => {
  const match = createRouter(templates.map((template) => route(template)))('GET', path);
  return match && [match.target, match.params];
};

describe('precedence', () => {
  const all = ['{*rest}', '{a}/{b}', 'items/{id}', 'items/{id:int}', 'items/top', 'items/{id}.json', 'items'];

  test.each([
    ['/items', 'items', {}],
    ['/ITEMS/', 'items', {}],
    ['/items/top', 'items/top', {}],
    ['/items/7', 'items/{id:int}', { id: '7' }],
    ['/items/x', 'items/{id}', { id: 'x' }],
    ['/items/x.json', 'items/{id}.json', { id: 'x' }],
    ['/other/x', '{a}/{b}', { a: 'other', b: 'x' }],
    ['/other/x/y', '{*rest}', { rest: 'other/x/y' }],
    ['/', '{*rest}', {}],
  ])('%s goes to %s', (path, template, params) => {
    for (const templates of [all, all.toReversed()]) expect(find(templates, path)).toEqual([template, params]);
  });
});

describe('parameters', () => {
  test('an optional one may be missing, and then has no key', () => {
    expect(find(['a/{x?}'], '/a')).toEqual(['a/{x?}', {}]);
    expect(find(['a/{x?}'], '/a/1')).toEqual(['a/{x?}', { x: '1' }]);
    expect(find(['a/{x}'], '/a')).toBeUndefined();
  });

  test('a default fills in for a missing one', () => {
    expect(find(['a/{x=5}'], '/a')).toEqual(['a/{x=5}', { x: '5' }]);
  });

  test('values are decoded, except an encoded slash and what is no encoding', () => {
    expect(find(['{x}'], '/a%20b')).toEqual(['{x}', { x: 'a b' }]);
    expect(find(['{x}'], '/a%2Fb')).toEqual(['{x}', { x: 'a%2Fb' }]);
    expect(find(['{x}'], '/100%')).toEqual(['{x}', { x: '100%' }]);
    expect(find(['größe'], '/gr%C3%B6%C3%9Fe')).toEqual(['größe', {}]);
  });

  test('an empty segment is no value', () => {
    expect(find(['a/{x}/b'], '/a//b')).toBeUndefined();
  });

  test('several may share a segment', () => {
    expect(find(['{from}-{to}.{form}'], '/a-b.csv')).toEqual([
      '{from}-{to}.{form}',
      { from: 'a', to: 'b', form: 'csv' },
    ]);
  });
});

test('the method decides between routes of one path', () => {
  const find = createRouter([route('a', ['GET']), route('a', ['POST', 'PUT']), route('{x}', ['DELETE'])]);
  expect(find('GET', '/a')?.target).toBe('GET a');
  expect(find('PUT', '/a')?.target).toBe('POST,PUT a');
  expect(find('DELETE', '/a')?.target).toBe('DELETE {x}');
  expect(find('PATCH', '/a')).toBeUndefined();
});

describe('constraints', () => {
  test.each([
    ['int', ['0', '-5', '2147483647'], ['', 'a', '1.5', '2147483648']],
    ['long', ['9223372036854775807'], ['9223372036854775808', 'x']],
    ['bool', ['true', 'FALSE'], ['1', 'yes']],
    [
      'guid',
      ['3f2504e0-4f89-41d3-9a0c-0305e82c3301', '3F2504E04F8941D39A0C0305E82C3301'],
      ['3f2504e0', 'g'.repeat(32)],
    ],
    ['decimal', ['1', '-1.50'], ['1e5', 'x']],
    ['double', ['1e5', '.5'], ['x']],
    ['datetime', ['2026-11-22', '2026-11-22T10:00:00Z'], ['tomorrow']],
    ['alpha', ['abc', 'ABC'], ['ab1']],
    ['minlength(2)', ['ab'], ['a']],
    ['maxlength(2)', ['ab'], ['abc']],
    ['length(2)', ['ab'], ['a', 'abc']],
    ['length(1,2)', ['a', 'ab'], ['abc']],
    ['min(18)', ['18', '99'], ['17', 'x']],
    ['max(18)', ['18', '-1'], ['19']],
    ['range(1,3)', ['1', '3'], ['0', '4']],
    ['regex(^\\d{{3}}$)', ['123'], ['12', 'abc']],
    ['int:min(1):max(3)', ['2'], ['0', '4', 'x']],
  ])('%s', (constraint, allowed, refused) => {
    const template = `a/{x:${constraint}}`;
    const accepts = (value: string) => find([template], `/a/${value}`) !== undefined;
    expect(allowed.filter((value) => !accepts(value))).toEqual([]);
    expect(refused.filter(accepts)).toEqual([]);
  });

  test.each([
    ['{x:slug}', '"slug" is no known constraint'],
    ['{x:min}', '"min" is no known constraint'],
    ['{x:toString}', '"toString" is no known constraint'],
    ['{x', 'its braces do not match'],
    ['{}', '"{}" is no parameter'],
    ['{*x}/b', 'nothing may follow {*x}'],
    ['{x}/{X}', 'it has the parameter {x} twice'],
    ['a//b', 'it has an empty segment'],
  ])('%s is refused', (template, message) => {
    expect(() => parseTemplate(template)).toThrow(message);
  });
});

test('two routes that no request can tell apart are duplicates', () => {
  const routes = [
    route('items/{id}', ['GET']),
    route('ITEMS/{name}', ['GET', 'PUT']),
    route('items/{id}', ['POST']),
    route('items/{id:int}', ['GET']),
    route('items/new'),
  ];
  expect(duplicates(routes)).toEqual([['GET items/{id}', 'GET,PUT ITEMS/{name}']]);
});

test('whatever a segment holds, a free parameter receives it as it was before encoding', () => {
  const find = createRouter([route('a/{x}/b')]);
  const value = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !text.includes('/'));
  fc.assert(
    fc.property(value, (text) => {
      expect(find('GET', `/a/${encodeURIComponent(text)}/b`)?.params).toEqual({ x: text });
    }),
  );
});
