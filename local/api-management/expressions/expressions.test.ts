/** What policy expressions compute: each row is C#, and what C# gives. */
import { describe, expect, test } from 'vitest';
import { contextWith, evaluate } from './testing.ts';

const rows = (title: string, table: [expression: string, value: unknown][]) =>
  test.each(table)(`${title}: %s`, (expression, value) => {
    expect(evaluate(expression)).toEqual(value);
  });

rows('literals and operators', [
  ['@(1 + 2 * 3)', 7],
  ['@(7 / 2)', 3],
  ['@(7 / 2.0)', 3.5],
  ['@(-7 % 3)', -1],
  ['@(2147483647 + 1)', -2147483648],
  ['@(10L * 1000000000)', 10_000_000_000],
  ['@("a" + 1 + true + null)', 'a1True'],
  ['@("tab\\t\\"quoted\\" \\u0041")', 'tab\t"quoted" A'],
  ['@(@"c:\\dir ""x""")', 'c:\\dir "x"'],
  ['@($"{1 + 1} and {"nested"} {{braces}}")', '2 and nested {braces}'],
  ['@($"{3.14159:F2}|{255:X4}|{7:D3}|{1234567.891:N1}")', '3.14|00FF|007|1,234,567.9'],
  ["@('a' == 'a')", true],
  ['@(1 < 2 && "a" != "b" || false)', true],
  ['@(!(1 > 2) ? "yes" : "no")', 'yes'],
  ['@(false ? 1 : true ? 2 : 3)', 2],
  ['@((string)null ?? "default")', 'default'],
  ['@(((string)null)?.Length == null)', true],
  ['@("abc"?.Substring(1).ToUpper())', 'BC'],
  ['@((int)3.9)', 3],
  ['@((object)"text" is string)', true],
  ['@((object)"text" as Jwt == null)', true],
  ['@(1.5e3)', 1500],
  ['@(0x1F)', 31],
  ['@(/* a "comment" */ 1 // and ) another\n)', 1],
]);

rows('strings', [
  ['@("Hello".Contains("ell"))', true],
  ['@("Hello".StartsWith("he", StringComparison.OrdinalIgnoreCase))', true],
  ["@(\"a,b;c\".Split(',', ';').Length)", 3],
  ['@("a,,b".Split(new[] { \',\' }, StringSplitOptions.RemoveEmptyEntries).Length)', 2],
  ['@("hello".Substring(1, 3))', 'ell'],
  ['@("x-y".Replace("-", "$&"))', 'x$&y'],
  ['@(" a ".Trim() + "//b/".TrimStart(\'/\').TrimEnd(\'/\'))', 'ab'],
  ['@("hello".IndexOf("l"))', 2],
  ['@(string.IsNullOrEmpty("") && String.IsNullOrWhiteSpace(" "))', true],
  ['@(string.Join("+", new[] { "a", "b" }))', 'a+b'],
  ['@(string.Join("+", 1, "b", true))', '1+b+True'],
  ['@(string.Format("{0}-{1:D2}-{0}", "a", 7))', 'a-07-a'],
  ['@("abc"[1])', 'b'],
  ['@("a".PadLeft(3, \'.\'))', '..a'],
  ['@("A".Equals("a", StringComparison.OrdinalIgnoreCase))', true],
]);

rows('conversions, mathematics and the platform', [
  ['@(Convert.ToInt32("42") + int.Parse("1"))', 43],
  ['@(Convert.ToInt32(2.5) + Convert.ToInt32(3.5))', 6],
  ['@(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("shop")))', 'c2hvcA=='],
  ['@(Encoding.UTF8.GetString(Convert.FromBase64String("c2hvcA==")))', 'shop'],
  ['@(Math.Max(2, 7) + Math.Abs(-1))', 8],
  ['@(Math.Round(2.5))', 2],
  ['@(Math.Round(2.5, MidpointRounding.AwayFromZero))', 3],
  ['@(new Uri("https://a.example:8443/p/q?x=1").Port)', 8443],
  ['@(new Uri("https://a.example/p/q?x=1").PathAndQuery)', '/p/q?x=1'],
  ['@(Uri.EscapeDataString("a b&c"))', 'a%20b%26c'],
  ['@(Guid.NewGuid().ToString("N").Length)', 32],
  ['@(Regex.IsMatch("Order-17", @"^order-\\d+$", RegexOptions.IgnoreCase))', true],
  ['@(Regex.Match("id=17;", "id=(?<id>[0-9]+)").Groups["id"].Value)', '17'],
  ['@(Regex.Replace("a1b2", "[0-9]", "#"))', 'a#b#'],
  [
    '@(BitConverter.ToString(SHA256.Create().ComputeHash(Encoding.UTF8.GetBytes("x"))).Replace("-", "").Substring(0, 8))',
    '2D711642',
  ],
]);

rows('time', [
  ['@(DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ"))', '2026-11-15T12:30:05.250Z'],
  ['@(DateTime.UtcNow.ToString("o"))', '2026-11-15T12:30:05.2500000Z'],
  ['@(DateTime.UtcNow.AddDays(-1).ToString("R"))', 'Sat, 14 Nov 2026 12:30:05 GMT'],
  ['@(DateTime.UtcNow.ToString())', '11/15/2026 12:30:05'],
  ['@((DateTime.UtcNow - new DateTime(2026, 11, 15)).TotalHours > 12)', true],
  ['@(TimeSpan.FromMinutes(90).ToString())', '01:30:00'],
  ['@(DateTime.Parse("2026-01-31").AddMonths(1).Day)', 28],
  ['@(context.Elapsed.TotalMilliseconds)', 250],
  ['@(context.Timestamp < DateTime.UtcNow)', true],
]);

rows('JSON', [
  ['@(new JObject(new JProperty("a", 1), new JProperty("b", new JArray("x", 2))))', { a: 1, b: ['x', 2] }],
  ['@((string)JObject.Parse("{\\"a\\":{\\"b\\":5}}")["a"]["b"])', '5'],
  ['@(JObject.Parse("{\\"a\\":1}")["b"] == null)', true],
  ['@(JObject.Parse("{\\"a\\":1}")["b"]?.Value<string>() ?? "none")', 'none'],
  ['@(JArray.Parse("[3,1,2]").Select(x => (int)x).OrderBy(x => x).First())', 1],
  ['@(new JObject(new JProperty("a", 1)).ToString(Newtonsoft.Json.Formatting.None))', '{"a":1}'],
  ['@(new JObject(new JProperty("a", 1)).ToString())', '{\n  "a": 1\n}'],
  ['@(JsonConvert.SerializeObject(new { code = 4, at = "x" }))', '{"code":4,"at":"x"}'],
  ['@(JObject.FromObject(new { a = new[] { 1, 2 } }))', { a: [1, 2] }],
  ['@((int)JObject.Parse("{\\"a\\":{\\"b\\":[7]}}").SelectToken("a.b[0]"))', 7],
  ['@(JObject.Parse("{\\"a\\":null}")["a"].Type == JTokenType.Null)', true],
  ['@((string)JObject.Parse("{\\"a\\":null}")["a"] ?? "null")', 'null'],
  ['@(new JObject { { "a", 1 }, { "b", "c" } })', { a: 1, b: 'c' }],
]);

rows('LINQ', [
  ['@(new[] { 1, 2, 3 }.Where(x => x > 1).Select(x => x * 2).Sum())', 10],
  ['@(new[] { "a", "b" }.Any(x => x == "b") && new[] { 1 }.All(x => x > 0))', true],
  ['@(new[] { "a" }.FirstOrDefault(x => x == "z") == null)', true],
  ['@(new List<string> { "a", "b" }.Contains("b"))', true],
  ['@(new Dictionary<string, string> { { "k", "v" } }["k"])', 'v'],
  ['@(string.Join(",", context.Request.Headers.Select(h => h.Key + "=" + string.Join("|", h.Value))))', 'X-Test=a|b'],
  ['@("a b".Split(\' \').Skip(1).Take(5).ToList().Count)', 1],
  ['@(new[] { 3, 1 }.Max() - new[] { 3, 1 }.Min())', 2],
]);

rows('the context', [
  ['@(context.Request.Headers.GetValueOrDefault("X-Test", ""))', 'a,b'],
  ['@(context.Request.Headers["X-Test"][1])', 'b'],
  ['@(context.Request.Headers.ContainsKey("X-None"))', false],
  ['@(context.Request.Url.Path + context.Request.OriginalUrl.Path)', '/items/7/catalog/items/7'],
  ['@(context.Request.Url.Query.GetValueOrDefault("q"))', 'mug,cup'],
  ['@(context.Request.MatchedParameters["id"])', '7'],
  ['@(context.Request.Body.As<JObject>(preserveContent: true)["nested"]["deep"].Count())', 2],
  ['@(context.Request.Body.As<JObject>(true).Properties().First().Name)', 'name'],
  ['@(context.Request.IpAddress + context.Request.Method + context.Api.Name)', '10.0.0.1GETCatalog'],
  ['@(context.RequestId.ToString())', '0189d7a4-6f6e-7000-8000-000000000001'],
  ['@(context.Subscription?.Id ?? "anonymous")', 'anonymous'],
  ['@(context.Response == null && context.LastError == null)', true],
  ['@(context.Variables.GetValueOrDefault<int>("missing", 3))', 3],
  ['@(context.Variables.GetValueOrDefault("missing", "x"))', 'x'],
]);

describe('variables', () => {
  const token = `${['{"alg":"RS256"}', '{"sub":"u1","roles":["a","b"],"exp":1}'].map((part) => Buffer.from(part).toString('base64url')).join('.')}.x`;

  test('come back as the type they are cast to', () => {
    const variables = new Map<string, unknown>([['n', 5]]);
    expect(evaluate('@((int)context.Variables["n"] + 1)', { variables })).toBe(6);
  });

  test('refuse a cast to what they are not', () => {
    const variables = new Map<string, unknown>([['n', '5']]);
    expect(() => evaluate('@((int)context.Variables["n"])', { variables })).toThrow(
      /Unable to cast object of type 'String' to type 'int'/,
    );
  });

  test('that are missing are an error by name', () => {
    expect(() => evaluate('@(context.Variables["gone"])')).toThrow("The given key 'gone' was not present");
  });

  test('may hold tokens', () => {
    const variables = new Map<string, unknown>([['token', token]]);
    const expression = '@(((string)context.Variables["token"]).AsJwt()?.Claims.GetValueOrDefault("roles", "none"))';
    expect(evaluate(expression, { variables })).toBe('a,b');
    expect(evaluate('@(((string)context.Variables["token"]).AsJwt().Subject)', { variables })).toBe('u1');
  });

  test('may hold responses of send-request', () => {
    const answer = { status: 207, reason: 'x', headers: new Map(), body: { read: () => Buffer.from('[1,2]') } };
    const variables = new Map<string, unknown>([['answer', answer]]);
    const expression =
      '@(((IResponse)context.Variables["answer"]).StatusCode + ((IResponse)context.Variables["answer"]).Body.As<JArray>().Count)';
    expect(evaluate(expression, { variables })).toBe(209);
  });
});

describe('statements', () => {
  test('declare, branch, loop and return', () => {
    const body = `@{
      var total = 0;
      var names = new List<string>();
      foreach (var n in new[] { 1, 2, 3 }) {
        if (n == 2) { continue1(n); } else total += n;
      }
      return total;
    }`;
    expect(() => evaluate(body)).toThrow('only methods can be called');
    expect(
      evaluate(
        body.replace('continue1(n);', 'names.Add("two");').replace('return total', 'return total + names.Count'),
      ),
    ).toBe(5);
  });

  test('change a JSON body', () => {
    const body = `@{
      var body = context.Request.Body.As<JObject>(preserveContent: true);
      body["price"] = (decimal)body["price"] * 2;
      body["note"] = "it's } ok"; // a } in a comment
      body.Remove("none");
      body.Property("nested").Remove();
      return body.ToString(Formatting.None);
    }`;
    expect(evaluate(body)).toBe('{"name":"mug","price":24,"tags":["a","b"],"note":"it\'s } ok"}');
  });

  test('take out parameters', () => {
    expect(evaluate('@{ if (int.TryParse("12", out var n)) { return n; } return -1; }')).toBe(12);
    expect(evaluate('@{ int n; return int.TryParse("x", out n) ? 1 : n; }')).toBe(0);
    expect(evaluate('@{ string[] v; return context.Request.Headers.TryGetValue("X-Test", out v) ? v[0] : ""; }')).toBe(
      'a',
    );
  });

  test('catch what an expression throws', () => {
    expect(
      evaluate('@{ try { return int.Parse("x"); } catch (Exception e) { return e.Message.Length > 5 ? -1 : 0; } }'),
    ).toBe(-1);
  });

  test('have lambdas with statements', () => {
    expect(evaluate('@(new[] { 1, 5 }.Count(x => { var y = x * 2; return y > 5; }))')).toBe(1);
  });
});

describe('what is refused at compile time', () => {
  test.each([
    ['@(context.Nope)', 'IContext has no member Nope'],
    ['@(context.Request.Headers.Frobnicate("x"))', 'IReadOnlyDictionary<string, string[]> has no member Frobnicate'],
    ['@(Environment.MachineName)', 'the name Environment is not known'],
    ['@(System.IO.File.ReadAllText("x"))', 'the name'],
    ['@("a" * 2)', 'the operator * cannot be applied to string and int'],
    ['@(context.Variables["x"] == "y")', 'would compare references; cast first'],
    ['@("a".Substring("b"))', 'Substring(string) does not fit'],
    ['@(1 ? 2 : 3)', 'the condition before ? is int, not bool'],
    ['@(context.Request.Body.As<XElement>())', 'the type XElement is not supported'],
    ['@{ while (true) { } }', 'the statement while is not supported'],
    ['@{ if (true) { return 1; } }', 'not every path through these statements returns a value'],
    ['@{ var x = 1; }', 'not every path'],
    ['@{ var x = null; return x; }', 'x needs a type'],
    ['@("unterminated)', 'this string never ends'],
    ['@((string)5)', 'int cannot be cast to string'],
    ['@(Math.Max(1, "2"))', 'Max(int, string) does not fit'],
  ])('%s', (expression, message) => {
    expect(() => evaluate(expression)).toThrow(message);
  });
});

test('null is reported as C# does, with the member that was asked for', () => {
  expect(() => evaluate('@(context.Response.StatusCode)')).toThrow(
    'Object reference not set to an instance of an object. (StatusCode of null)',
  );
});

test('an expression that is compiled once gives the answer of each call', async () => {
  const { compileExpression } = await import('./compile.ts');
  const compiled = compileExpression('context.Variables.GetValueOrDefault("n", 0) + 1', 'expression');
  expect([1, 2].map((n) => compiled.evaluate(contextWith({ variables: new Map([['n', n]]) })))).toEqual([2, 3]);
  expect(compiled.reads).toEqual({ requestBody: false, responseBody: false });
});

test('what an expression reads of bodies is known before it runs', async () => {
  const { compileExpression } = await import('./compile.ts');
  expect(compileExpression('context.Request.Body.As<string>()', 'expression').reads.requestBody).toBe(true);
  expect(compileExpression('context.Response.Body.As<string>()', 'expression').reads.responseBody).toBe(true);
  const variable = '((IResponse)context.Variables["r"]).Body.As<string>()';
  expect(compileExpression(variable, 'expression').reads).toEqual({ requestBody: false, responseBody: false });
});
