/** What must not be in a T-SQL statement of ours: other dialects' words, and what SQL Server or Babelfish for PostgreSQL does not run. */

const rules: ReadonlyArray<readonly [name: string, pattern: RegExp]> = [
  ['limit', /\blimit\b/i],
  ['returning', /\breturning\b/i],
  ['on conflict', /\bon conflict\b|\bexcluded\b/i],
  ['if [not] exists of other dialects', /\bif not exists\b/i],
  ['a boolean literal', /\b(true|false)\b/i],
  ['a name in double quotes', /"/],
  ['|| for text', /\|\|/],
  ['ilike, glob or regexp', /\b(ilike|glob|regexp)\b/i],
  ['nulls first or last', /\bnulls (first|last)\b/i],
  [
    "a function of SQLite's",
    /\b(length|substr|instr|ifnull|json_extract|json_each|strftime|datetime|random|printf|total|group_concat)\s*\(/i,
  ],
  ['a comparison of tuples', /\(\[[^()]*\],[^()]*\)\s*(=|<|>|in\b)/i],
  ['a filtered aggregate', /\bfilter\s*\(\s*where\b/i],
  ['merge', /\bmerge\b/i],
  ['waitfor', /\bwaitfor\b/i],
  ['create or alter', /\bcreate or alter\b/i],
  ['sp_sequence_get_range', /\bsp_sequence_get_range\b/i],
  ['a change through a common table expression', /^\s*with\b[\s\S]*\b(update|delete|insert)\b/i],
  ['a lock hint', /\b(updlock|holdlock|serializable|tablock|xlock|rowlock|readpast|nolock)\b/i],
  ['for update', /\bfor update\b/i],
  ['a filtered index', /^\s*create\b[^(]*\bindex\b.*\bwhere\b/i],
  ['text that is not Unicode', /(?<![\wN'])'[^']*'|\[\w+\] (var)?char\(max\)|\[\w+\] varchar\b/],
  [
    'a type that SQL Server lacks or that means something else there',
    /\] (text|blob|boolean|serial|json|jsonb|uuid|uniqueidentifier|timestamp|real|double precision)\b/i,
  ],
  ['an order inside a subquery', /\((?:(?!\btop\b)[^()])*\border by [^()]*\)(?! over)/i],
];

/** The names of the rules that a statement breaks; what its Unicode texts say breaks none. */
export const brokenRules = (sql: string): string[] => {
  const statement = sql.replace(/N'(?:[^']|'')*'/g, 'N0');
  const problems = rules.filter(([, pattern]) => pattern.test(statement)).map(([name]) => name);
  if (/\boffset\b/i.test(statement) && !/\border by\b/i.test(statement)) problems.push('a page without an order');
  return problems;
};
