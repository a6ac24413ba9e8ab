/** What each policy does: request in, response out, with the backend faked. */
import { describe, expect, test } from 'vitest';
import { FolderError } from '../problem.ts';
import { type FakeBackends, FakeTimeout, type PolicyUnderTest, testPolicies } from '../testing.ts';

interface Sections {
  inbound?: string;
  backend?: string;
  outbound?: string;
  onError?: string;
}

const document = ({ inbound = '', backend = '<forward-request />', outbound = '', onError = '' }: Sections) =>
  `<policies><inbound>${inbound}</inbound><backend>${backend}</backend><outbound>${outbound}</outbound><on-error>${onError}</on-error></policies>`;

const run = (sections: Sections, rest: Omit<PolicyUnderTest, 'policy'> = {}) =>
  testPolicies({ policy: document(sections), ...rest });

const problems = (sections: Sections, rest: Omit<PolicyUnderTest, 'policy'> = {}): string => {
  try {
    run(sections, rest);
  } catch (error) {
    if (error instanceof FolderError) return error.message;
    throw error;
  }
  return '';
};

const echo: FakeBackends = async (request) =>
  Response.json({ method: request.method, url: request.url, body: await request.text() });

describe('messages', () => {
  test('set-header overrides, appends, skips and deletes', async () => {
    const header = (name: string, action: string, value: string) =>
      `<set-header name="${name}" exists-action="${action}"><value>${value}</value></set-header>`;
    const { calls } = await run({
      inbound: `${header('A', 'override', '1')}${header('B', 'append', '2')}${header('C', 'skip', '3')}${header('D', 'skip', '4')}<set-header name="E" exists-action="delete" />`,
    }).request('/test', { headers: { a: 'x', b: 'x', c: 'x', e: 'x' } });
    expect(['a', 'b', 'c', 'd', 'e'].map((name) => calls[0]?.headers.get(name))).toEqual(['1', 'x, 2', 'x', '4', null]);
  });

  test('a header value that an expression makes cannot start another header', async () => {
    const inbound = `<set-header name="X"><value>@("a\\r\\nEvil: 1")</value></set-header>`;
    const { status, lastError, calls } = await run({ inbound }).request('/test');
    expect([status, lastError?.reason, lastError?.source, calls.length]).toEqual([
      500,
      'ExpressionValueEvaluationFailure',
      'set-header',
      0,
    ]);
  });

  test('set-body replaces the request body, and the response body in outbound', async () => {
    const { calls, text, headers } = await run(
      {
        inbound:
          '<set-method>POST</set-method><set-body>@(context.Request.Body.As<string>(preserveContent: true).ToUpper())</set-body>',
        outbound:
          '<set-body>@{ var body = context.Response.Body.As<JObject>(); body["more"] = true; return body.ToString(Formatting.None); }</set-body>',
      },
      { backends: () => Response.json({ a: 1 }) },
    ).request('/test', { method: 'PUT', body: 'hello' });
    expect([calls[0]?.method, calls[0]?.body, calls[0]?.headers.get('content-length')]).toEqual(['POST', 'HELLO', '5']);
    expect([text, headers.get('content-type')]).toEqual(['{"a":1,"more":true}', 'application/json']);
  });

  test('a body that was read without preserveContent is gone, as in Azure', async () => {
    const inbound = '<set-variable name="x" value="@(context.Request.Body.As<string>())" />';
    const { calls, variables } = await run({ inbound }).request('/test', { method: 'POST', body: 'hello' });
    expect([variables.get('x'), calls[0]?.body]).toEqual(['hello', '']);
  });

  test('set-body fills a Liquid template; named values come first', async () => {
    const inbound =
      '<set-body template="liquid">{"shop":"{{shop-name}}","names":[{% for i in body.items %}"{{ i.name | upcase }}"{% unless forloop.last %},{% endunless %}{% endfor %}],"m":"{{context.Request.Method}}"}</set-body>';
    const { calls } = await run({ inbound }, { namedValues: { 'shop-name': 'eShop' } }).request('/test', {
      method: 'POST',
      body: { items: [{ name: 'a' }, { name: 'b' }] },
    });
    expect(JSON.parse(calls[0]?.body ?? '')).toEqual({ shop: 'eShop', names: ['A', 'B'], m: 'POST' });
  });

  test('set-status and set-query-parameter', async () => {
    const inbound =
      '<set-query-parameter name="a" exists-action="override"><value>@(context.Request.Method)</value></set-query-parameter><set-query-parameter name="b" exists-action="delete" /><set-query-parameter name="c" exists-action="append"><value>2 &amp; 3</value></set-query-parameter>';
    const { status, reason, calls } = await run({
      inbound,
      outbound: '<set-status code="202" reason="Taken" />',
    }).request('/test?a=1&b=2&c=1');
    expect([status, reason, calls[0]?.url]).toEqual([202, 'Taken', 'https://backend.test/?a=GET&c=1&c=2%20%26%203']);
  });
});

describe('routing', () => {
  test.each([
    ['<rewrite-uri template="/v2/{id}" />', 'https://backend.test/v2/a%20b?q=1'],
    ['<rewrite-uri template="/v2?x={id}" />', 'https://backend.test/v2?x=a%20b&q=1'],
    ['<rewrite-uri template="/v2" copy-unmatched-params="false" />', 'https://backend.test/v2'],
    [
      '<rewrite-uri template="@("/p/" + context.Request.MatchedParameters["id"].Length)" />',
      'https://backend.test/p/3?q=1',
    ],
    ['<set-backend-service base-url="http://other.test:81/base/" />', 'http://other.test:81/base/items/a%20b?q=1'],
    [
      `<set-backend-service base-url="@("https://" + context.Request.Headers.GetValueOrDefault("X-To", "default.test"))" />`,
      'https://default.test/items/a%20b?q=1',
    ],
  ])('%s', async (inbound, url) => {
    const { calls } = await run({ inbound }, { operation: { method: 'GET', urlTemplate: '/items/{id}' } }).request(
      '/test/items/a%20b?q=1',
    );
    expect(calls[0]?.url).toBe(url);
  });

  test('redirects are followed on request, without credentials for another host', async () => {
    const backends: FakeBackends = (request) =>
      request.url.includes('other.test')
        ? Response.json('there')
        : new Response(null, { status: 302, headers: { Location: 'https://other.test/x' } });
    const headers = { Authorization: 'Bearer secret' };
    const kept = await run({}, { backends }).request('/test', { headers });
    expect([kept.status, kept.headers.get('location')]).toEqual([302, 'https://other.test/x']);
    const followed = await run({ backend: '<forward-request follow-redirects="true" />' }, { backends }).request(
      '/test',
      { headers },
    );
    expect([followed.json(), followed.calls[1]?.headers.get('authorization')]).toEqual(['there', null]);
  });
});

describe('control', () => {
  const byHeader = `<choose>
    <when condition="@(context.Request.Headers.GetValueOrDefault("X-Plan","") == "gold" && 1 < 2)"><set-variable name="plan" value="gold" /></when>
    <when condition="@(context.Request.Headers.ContainsKey("X-Plan"))"><set-variable name="plan" value="some" /></when>
    <otherwise><set-variable name="plan" value="none" /></otherwise>
  </choose>`;

  test.each([
    ['gold', 'gold'],
    ['tin', 'some'],
    [undefined, 'none'],
  ])('choose takes the first branch that applies: %s', async (plan, expected) => {
    const { variables } = await run({ inbound: byHeader }).request(
      '/test',
      plan ? { headers: { 'X-Plan': plan } } : {},
    );
    expect(variables.get('plan')).toBe(expected);
  });

  test('return-response ends everything', async () => {
    const inbound =
      '<return-response><set-status code="418" reason="Teapot" /><set-header name="X-A" exists-action="override"><value>1</value></set-header><set-body>short and stout</set-body></return-response><set-variable name="after" value="1" />';
    const { status, reason, text, headers, calls, variables } = await run({
      inbound,
      outbound: '<set-status code="500" />',
    }).request('/test');
    expect([status, reason, text, headers.get('x-a'), calls.length, variables.has('after')]).toEqual([
      418,
      'Teapot',
      'short and stout',
      '1',
      0,
      false,
    ]);
  });

  test('retry asks again while its condition holds, with growing waits', async () => {
    let asked = 0;
    const backends: FakeBackends = async (request) =>
      new Response(`${await request.text()}${++asked}`, { status: asked < 3 ? 503 : 200 });
    const backend =
      '<retry condition="@(context.Response.StatusCode == 503)" count="5" interval="1" delta="1" max-interval="60" first-fast-retry="true"><forward-request buffer-request-body="true" /></retry>';
    const gateway = run({ backend }, { backends });
    const start = gateway.now();
    const { status, text } = await gateway.request('/test', { method: 'POST', body: 'n' });
    expect([status, text, (gateway.now() - start) / 1000]).toEqual([200, 'n3', 2]);
  });

  test('retry gives up after its count and gives the last answer', async () => {
    const backend =
      '<retry condition="@(context.Response.Body.As<string>(true) == &quot;again&quot;)" count="2" interval="1"><forward-request /></retry>';
    const { status, calls, text } = await run(
      { backend },
      { backends: () => new Response('again', { status: 500 }) },
    ).request('/test');
    expect([status, calls.length, text]).toEqual([500, 3, 'again']);
  });

  test('wait runs its requests side by side', async () => {
    const started: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const backends: FakeBackends = async (request) => {
      started.push(request.url);
      if (started.length === 2) resolve();
      await promise;
      return Response.json(1);
    };
    const send = (name: string) =>
      `<send-request response-variable-name="${name}"><set-url>https://${name}.test/</set-url></send-request>`;
    const { variables } = await run(
      { inbound: `<wait for="all">${send('one')}${send('two')}</wait><return-response />` },
      { backends },
    ).request('/test');
    expect([started.length, variables.size]).toEqual([2, 2]);
  });
});

describe('send-request', () => {
  const send = (attributes: string, children = '') =>
    `<send-request response-variable-name="r" ${attributes}>${children}</send-request><return-response><set-body>@(((IResponse)context.Variables["r"])?.Body.As<string>() ?? "nothing")</set-body></return-response>`;

  test('sends its own request', async () => {
    const inbound = send(
      'mode="new" timeout="3"',
      '<set-url>@($"https://other.test/{context.Request.Method}")</set-url><set-method>POST</set-method><set-header name="X-A"><value>1</value></set-header><set-body>@("b" + 1)</set-body>',
    );
    const { json, calls } = await run({ inbound }, { backends: echo }).request('/test', {
      headers: { Authorization: 'secret' },
    });
    expect(json()).toEqual({ method: 'POST', url: 'https://other.test/GET', body: 'b1' });
    expect([
      calls[0]?.headers.get('x-a'),
      calls[0]?.headers.get('authorization'),
      calls[0]?.headers.get('host'),
    ]).toEqual(['1', null, 'other.test']);
  });

  test('sends a copy, and the request still goes on', async () => {
    const inbound =
      '<send-request mode="copy" response-variable-name="r"><set-url>https://audit.test/log</set-url></send-request>';
    const { calls } = await run({ inbound }, { backends: echo }).request('/test/a?b=1', { method: 'PUT', body: 'x' });
    expect(calls.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['PUT', 'https://audit.test/log', 'x'],
      ['PUT', 'https://backend.test/a?b=1', 'x'],
    ]);
  });

  test('fails the request, or gives null when errors are ignored', async () => {
    const backends = () => {
      throw new FakeTimeout();
    };
    const url = '<set-url>https://other.test/</set-url>';
    const failed = await run({ inbound: send('', url) }, { backends }).request('/test');
    expect([failed.status, failed.lastError?.reason, failed.lastError?.source]).toEqual([
      504,
      'Timeout',
      'send-request',
    ]);
    expect((await run({ inbound: send('ignore-error="true"', url) }, { backends }).request('/test')).text).toBe(
      'nothing',
    );
  });
});

describe('limits', () => {
  test('an increment condition counts by the answer', async () => {
    let status = 404;
    const inbound =
      '<rate-limit-by-key calls="1" renewal-period="10" counter-key="@(context.Request.IpAddress)" increment-condition="@(context.Response.StatusCode == 404)" />';
    const gateway = run({ inbound }, { backends: () => new Response('', { status }) });
    status = 200;
    for (let call = 0; call < 3; call++) expect((await gateway.request('/test')).status).toBe(200);
    status = 404;
    expect((await gateway.request('/test')).status).toBe(404);
    const refused = await gateway.request('/test');
    expect([refused.status, refused.lastError?.reason, refused.json()]).toEqual([
      429,
      'RateLimitExceeded',
      { statusCode: 429, message: 'Rate limit is exceeded. Try again in 10 seconds.' },
    ]);
    expect((await gateway.request('/test', { ipAddress: '198.51.100.9' })).status).toBe(404);
  });

  test('a quota that is used up is 403', async () => {
    const gateway = run({ inbound: '<quota-by-key calls="1" renewal-period="3600" counter-key="all" />' });
    await gateway.request('/test');
    expect((await gateway.request('/test')).json()).toEqual({
      statusCode: 403,
      message: 'Out of call volume quota. Quota will be replenished in 01:00:00.',
    });
  });

  test('check-header lets only its values pass', async () => {
    const gateway = run({
      inbound:
        '<check-header name="X-Key" failed-check-httpcode="401" failed-check-error-message="No." ignore-case="true"><value>Abc</value></check-header>',
    });
    expect((await gateway.request('/test', { headers: { 'x-key': 'aBC' } })).status).toBe(200);
    const missing = await gateway.request('/test');
    expect([missing.status, missing.json(), missing.lastError?.reason]).toEqual([
      401,
      { statusCode: 401, message: 'No.' },
      'HeaderNotFound',
    ]);
    expect((await gateway.request('/test', { headers: { 'x-key': 'b' } })).lastError?.reason).toBe(
      'HeaderValueNotAllowed',
    );
  });

  test('ip-filter allows and forbids addresses and ranges', async () => {
    const allow = run({
      inbound:
        '<ip-filter action="allow"><address>203.0.113.7</address><address-range from="10.0.0.1" to="10.0.0.9" /></ip-filter>',
    });
    expect((await allow.request('/test')).status).toBe(200);
    expect((await allow.request('/test', { ipAddress: '10.0.0.10' })).lastError?.reason).toBe('CallerIpNotAllowed');
    const forbid = run({ inbound: '<ip-filter action="forbid"><address>203.0.113.7</address></ip-filter>' });
    expect((await forbid.request('/test')).status).toBe(403);
  });

  test('values are cached, and removed', async () => {
    const inbound = `<cache-lookup-value key="@("k" + context.Request.Url.Query.GetValueOrDefault("k"))" variable-name="v" default-value="none" />
      <choose><when condition="@(context.Request.Method == "DELETE")"><cache-remove-value key="k1" /></when></choose>
      <choose><when condition="@((string)context.Variables["v"] == "none")"><cache-store-value key="k1" value="one" duration="60" /></when></choose>`;
    const gateway = run({ inbound });
    const value = async (path: string, method = 'GET') => (await gateway.request(path, { method })).variables.get('v');
    expect([
      await value('/test?k=1'),
      await value('/test?k=1'),
      await value('/test?k=2'),
      await value('/test?k=1', 'DELETE'),
      await value('/test?k=1'),
    ]).toEqual(['none', 'one', 'none', 'one', 'none']);
    gateway.advance(60_000);
    expect(await value('/test?k=1')).toBe('none');
  });
});

describe('errors', () => {
  test('on-error sees what failed, where, and may answer', async () => {
    const onError =
      '<set-status code="400" reason="Bad" /><set-body>@(context.LastError.Source + "|" + context.LastError.Section + "|" + context.LastError.Path + "|" + context.LastError.PolicyId)</set-body>';
    const inbound =
      '<choose><when condition="true"><set-variable id="boom" name="x" value="@(int.Parse("x"))" /></when></choose>';
    const { status, text, lastError } = await run({ inbound, onError }).request('/test');
    expect([status, text]).toEqual([400, 'set-variable|inbound|choose[1]/when[1]/set-variable[1]|boom']);
    expect(lastError?.message).toBe('Expression evaluation failed. Input string was not in a correct format.');
  });

  test('an error in on-error is 500 and tells nothing', async () => {
    const { status, text } = await run({
      inbound: '<set-variable name="x" value="@(int.Parse("x"))" />',
      onError: '<set-body>@(((string)null).Length.ToString())</set-body>',
    }).request('/test');
    expect([status, JSON.parse(text)]).toEqual([500, { statusCode: 500, message: 'Internal server error' }]);
  });
});

describe('what is refused at start', () => {
  test.each([
    [
      'an unknown policy',
      { inbound: '<jsonp callback-parameter-name="cb" />' },
      'policy.xml:1: the policy <jsonp> is not supported',
    ],
    [
      'an unknown attribute',
      { inbound: '<set-variable name="a" value="b" colour="red" />' },
      '<set-variable> has the attribute "colour", which is not supported',
    ],
    [
      'an unknown child',
      {
        inbound:
          '<check-header name="a" failed-check-httpcode="401" failed-check-error-message="x" ignore-case="true"><valeu>1</valeu></check-header>',
      },
      '<valeu> is not supported in <check-header>',
    ],
    ['a missing attribute', { inbound: '<set-variable name="a" />' }, '<set-variable> needs the attribute "value"'],
    [
      'a policy in the wrong section',
      { outbound: '<rewrite-uri template="/a" />' },
      '<rewrite-uri> can stand in inbound only, not in outbound',
    ],
    [
      'an unknown member',
      { inbound: '<set-variable name="a" value="@(context.Request.Cookies)" />' },
      'IRequest has no member Cookies',
    ],
    [
      'a missing named value',
      { inbound: '<set-variable name="a" value="{{nope}}" />' },
      'the named value {{nope}} does not exist',
    ],
    [
      'a missing fragment',
      { inbound: '<include-fragment fragment-id="nope" />' },
      'includes the fragment "nope", which does not exist',
    ],
    [
      'a missing backend',
      { inbound: '<set-backend-service backend-id="nope" />' },
      'names the backend "nope", which does not exist',
    ],
    [
      'a value of the wrong kind',
      { inbound: '<rate-limit calls="many" renewal-period="60" />' },
      'must be a whole number above 0, not "many"',
    ],
    [
      'an expression of the wrong type',
      { inbound: '<choose><when condition="@(1)" /></choose>' },
      'this expression gives int, not bool',
    ],
    [
      'JSON where text is needed',
      { inbound: '<set-body>@(new JObject())</set-body>' },
      'gives JObject, not text; write .ToString()',
    ],
    [
      'an expression within text',
      { inbound: '<set-header name="A"><value>Bearer @(1)</value></set-header>' },
      'an expression has to be the whole value',
    ],
    [
      'credentials for every origin',
      { inbound: '<cors allow-credentials="true"><allowed-origins><origin>*</origin></allowed-origins></cors>' },
      'cannot allow credentials to every origin',
    ],
    ['a missing issuer', { inbound: '<validate-jwt header-name="Authorization" />' }, 'needs <openid-config'],
    [
      'a policy that cannot wait',
      { inbound: '<wait><set-variable name="a" value="b" /></wait>' },
      'takes only send-request, cache-lookup-value, choose',
    ],
    [
      'a broken Liquid template',
      { inbound: '<set-body template="liquid">{% if %}</set-body>' },
      'Liquid template with an error',
    ],
  ])('%s', (_, sections, message) => {
    expect(problems(sections)).toContain(message);
  });

  test('fragments that include each other', () => {
    const fragments = {
      a: '<fragment><include-fragment fragment-id="b" /></fragment>',
      b: '<fragment><include-fragment fragment-id="a" /></fragment>',
    };
    expect(problems({ inbound: '<include-fragment fragment-id="a" />' }, { fragments })).toContain(
      'policy fragments/b/policy.xml:1: the fragment "a" includes itself: a -> b -> a',
    );
  });

  test('all problems at once, with their lines', () => {
    const inbound = '\n<one />\n<set-variable name="a" value="@{\n  var x = 1;\n  return context.Nope;\n}" />\n<two />';
    const lines = problems({ inbound }).split('\n');
    expect(lines.map((line) => line.split(': ').slice(0, 1)[0])).toEqual([
      'policy.xml:2',
      'policy.xml:5',
      'policy.xml:7',
    ]);
  });

  test('sections that there are not', () => {
    expect(() => testPolicies({ policy: '<policies>\n<outbond><base /></outbond></policies>' })).toThrow(
      'policy.xml:2: <outbond> is no section of a policy file',
    );
  });
});

test('a section that is missing is that of the parent', async () => {
  const gateway = testPolicies({
    policy: '<policies><inbound><set-variable name="a" value="b" /></inbound></policies>',
  });
  const { status, calls } = await gateway.request('/test');
  expect([status, calls.length]).toEqual([200, 1]);
});
