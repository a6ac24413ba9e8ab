import { describe, expect, test } from 'vitest';
import { ConfigError, defineNamespace, loadConfig } from './config.ts';

const namespace = (content: object) => ({ UserConfig: { Namespaces: [{ Name: 'sbemulatorns', ...content }] } });

const problemsOf = (config: unknown): string[] => {
  try {
    defineNamespace(config);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n').slice(1);
  }
};

describe('a good configuration', () => {
  test('has the cloud’s defaults where it is silent', () => {
    expect(defineNamespace(namespace({ Queues: [{ Name: 'q' }] }))).toEqual({
      queues: [
        {
          name: 'q',
          settings: {
            lockDuration: 60_000,
            maxDeliveryCount: 10,
            defaultTimeToLive: Infinity,
            deadLetteringOnMessageExpiration: false,
          },
        },
      ],
      topics: [],
    });
  });

  test('has everything that the emulator’s file can say about what this broker does', () => {
    const Properties = {
      DeadLetteringOnMessageExpiration: true,
      DefaultMessageTimeToLive: 'PT1H',
      LockDuration: 'PT1S',
      MaxDeliveryCount: 3,
      ForwardTo: '',
      ForwardDeadLetteredMessagesTo: '',
      RequiresSession: false,
    };
    const settings = {
      lockDuration: 1000,
      maxDeliveryCount: 3,
      defaultTimeToLive: 3_600_000,
      deadLetteringOnMessageExpiration: true,
    };
    const duplicates = { DuplicateDetectionHistoryTimeWindow: 'PT20S', RequiresDuplicateDetection: false };
    const rule = {
      Name: 'paid',
      Properties: { FilterType: 'Correlation', CorrelationFilter: { Label: 'OrderPaid', Properties: { vip: true } } },
    };
    const definition = defineNamespace({
      UserConfig: {
        Namespaces: [
          {
            Name: 'sbemulatorns',
            Queues: [{ Name: 'a/b', Properties: { ...Properties, ...duplicates } }],
            Topics: [
              {
                Name: 'events',
                Properties: { DefaultMessageTimeToLive: 'PT2H', ...duplicates },
                Subscriptions: [
                  { Name: 'all', Properties },
                  { Name: 'some', Rules: [rule] },
                ],
              },
            ],
          },
        ],
        Logging: { Type: 'File' },
      },
    });
    expect(definition.queues).toEqual([{ name: 'a/b', settings }]);
    const [topic] = definition.topics;
    expect(topic).toMatchObject({ name: 'events', defaultTimeToLive: 7_200_000 });
    expect(topic?.subscriptions[0]).toEqual({
      name: 'all',
      settings,
      rules: [{ name: '$Default', filter: { kind: 'true' } }],
    });
    expect(topic?.subscriptions[1]?.rules).toEqual([
      {
        name: 'paid',
        filter: {
          kind: 'correlation',
          system: new Map([['label', 'OrderPaid']]),
          properties: new Map([['vip', true]]),
        },
      },
    ]);
  });
});

describe('a bad configuration', () => {
  test('is refused with every problem at once, each naming its entity and property', () => {
    const config = namespace({
      Queues: [
        { Name: 'q', Properties: { RequiresSession: true, LockDuration: 'PT9M', MaxDelivery: 3 } },
        { Name: 'Q', Properties: { ForwardTo: 'q', ForwardDeadLetteredMessagesTo: 'q', MaxDeliveryCount: 0 } },
        { Name: 'bad name', Properties: { LockDuration: '1 minute' } },
      ],
      Topics: [
        {
          Name: 't',
          Properties: { RequiresDuplicateDetection: true },
          Subscriptions: [
            {
              Name: 's',
              Rules: [
                { Name: 'sql', Properties: { FilterType: 'Sql', SqlFilter: { SqlExpression: '1=1' } } },
                {
                  Name: 'act',
                  Properties: {
                    FilterType: 'Correlation',
                    CorrelationFilter: {},
                    Action: { SqlExpression: 'SET a = 1' },
                  },
                },
                { Name: 'none', Properties: { FilterType: 'Correlation' } },
              ],
            },
          ],
        },
      ],
    });
    const problems = problemsOf(config).join('\n');
    for (const problem of [
      'queue "q": Properties.RequiresSession: is not offered by this broker yet',
      'queue "q": Properties.LockDuration: "PT9M" must lie within PT0.001S and PT5M',
      'queue "q": Properties: Unrecognized key: "MaxDelivery"',
      'queue "Q": its name is used twice',
      'queue "Q": Properties.ForwardTo: is not offered by this broker yet',
      'queue "Q": Properties.ForwardDeadLetteredMessagesTo: is not offered by this broker yet',
      'queue "Q": Properties.MaxDeliveryCount: Too small',
      'queue "bad name": Name: must begin and end with a letter or digit',
      'queue "bad name": Properties.LockDuration: "1 minute" is not an ISO 8601 duration',
      'topic "t": Properties.RequiresDuplicateDetection: is not offered by this broker yet',
      'topic "t", subscription "s", rule "sql": Properties.FilterType: "Sql" is not offered by this broker yet',
      'topic "t", subscription "s", rule "act": Properties.Action: is not offered by this broker yet',
      'topic "t", subscription "s", rule "act": Properties.CorrelationFilter: must set at least one property',
      'topic "t", subscription "s", rule "none": Properties: must have a CorrelationFilter',
    ])
      expect(problems).toContain(problem);
  });

  test('a queue and a topic cannot have the same name', () => {
    expect(problemsOf(namespace({ Queues: [{ Name: 'Same' }], Topics: [{ Name: 'same' }] })).join()).toContain(
      '"same" is the name of a queue and of a topic',
    );
  });

  test.each([
    ['nothing', undefined],
    ['no namespace', { UserConfig: { Namespaces: [] } }],
    ['two namespaces', { UserConfig: { Namespaces: [{}, {}] } }],
  ])('%s is refused', (_, config) => {
    expect(problemsOf(config)).toHaveLength(1);
  });

  test('a missing file is named, with the way to name another', () => {
    expect(() => loadConfig('/nowhere/Config.json')).toThrow(
      'There is no configuration /nowhere/Config.json. Name another with --config',
    );
  });
});
