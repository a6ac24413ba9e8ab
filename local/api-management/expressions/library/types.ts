/** The types of the library that are more than a primitive: values of C# and Newtonsoft, and what hangs on `context`. */
import { Guid, TimeSpan } from '../text.ts';
import { classType, enumType, type Type } from '../types.ts';
import { JsonProperty } from './json-property.ts';
import { BasicCredentials, Jwt } from './tokens.ts';

export const timeSpan = classType('TimeSpan', (v) => v instanceof TimeSpan, { valueType: true });
export const dateTimeOffset = classType('DateTimeOffset', (v) => v instanceof Date, { valueType: true });
export const guid = classType('Guid', (v) => v instanceof Guid, { valueType: true });
export const jProperty = classType('JProperty', (v) => v instanceof JsonProperty);
export const jwt = classType('Jwt', (v) => v instanceof Jwt);
export const basicCredentials = classType('BasicAuthCredentials', (v) => v instanceof BasicCredentials);
export const regexMatch = classType('Match', Array.isArray);
export const regexGroup = classType('Group', () => false);
export const regexGroups = classType('GroupCollection', () => false);
export const random = classType('Random', () => false);
export const hmac = classType('HMAC', () => false);
export const hash = classType('HashAlgorithm', () => false);
export const encoding = classType('Encoding', () => false);

const hasAll =
  (...keys: string[]): Type['is'] =>
  (v) =>
    typeof v === 'object' && v !== null && keys.every((key) => key in v);

export const iContext = classType('IContext', () => false);
export const iRequest = classType('IRequest', hasAll('method', 'headers', 'originalUrl'));
export const iResponse = classType('IResponse', hasAll('status', 'headers'));
export const iBody = classType('IMessageBody', hasAll('read'));
export const iUrl = classType('IUrl', hasAll('scheme', 'queryString'));
export const iLastError = classType('ILastError', () => false);
export const iApi = classType('IApi', () => false);
export const iOperation = classType('IOperation', () => false);
export const iProduct = classType('IProduct', () => false);
export const iSubscription = classType('ISubscription', () => false);
export const iUser = classType('IUser', () => false);
export const iDeployment = classType('IDeployment', () => false);
export const iGroup = classType('IGroup', () => false);

/** Enumerations with the members that can be used. */
export const enumerations: Record<string, readonly string[]> = {
  JTokenType: ['None', 'Object', 'Array', 'Property', 'Integer', 'Float', 'String', 'Boolean', 'Null', 'Undefined'],
  StringComparison: [
    'CurrentCulture',
    'CurrentCultureIgnoreCase',
    'InvariantCulture',
    'InvariantCultureIgnoreCase',
    'Ordinal',
    'OrdinalIgnoreCase',
  ],
  StringSplitOptions: ['None', 'RemoveEmptyEntries'],
  Formatting: ['None', 'Indented'],
  RegexOptions: ['None', 'IgnoreCase', 'Multiline', 'Singleline', 'Compiled'],
  DayOfWeek: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  MidpointRounding: ['ToEven', 'AwayFromZero'],
};

const enumOf = (name: string): Type => enumType(name, enumerations[name] ?? []);
export const jTokenType = enumOf('JTokenType');
export const stringComparison = enumOf('StringComparison');
export const stringSplitOptions = enumOf('StringSplitOptions');
export const formatting = enumOf('Formatting');
export const regexOptions = enumOf('RegexOptions');
export const dayOfWeek = enumOf('DayOfWeek');
export const midpointRounding = enumOf('MidpointRounding');
export const enumTypes = [
  jTokenType,
  stringComparison,
  stringSplitOptions,
  formatting,
  regexOptions,
  dayOfWeek,
  midpointRounding,
];
