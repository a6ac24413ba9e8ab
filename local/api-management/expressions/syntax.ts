/** The syntax tree of policy expressions. `at` is always the offset in the expression's source. */

/** A type as written: `string`, `string[]`, `int?`, `Dictionary<string, string[]>`. */
export interface TypeName {
  at: number;
  name: string;
  arguments: TypeName[];
  /** How often `[]` follows. */
  arrays: number;
  nullable: boolean;
}

export interface Argument {
  /** For `preserveContent: true`. */
  name?: string;
  value: Expression;
}

export type Expression = { at: number } & (
  | {
      kind: 'literal';
      type: 'string' | 'char' | 'int' | 'long' | 'double' | 'decimal' | 'bool' | 'null';
      value: unknown;
    }
  | { kind: 'interpolated'; parts: (string | { value: Expression; format?: string })[] }
  | { kind: 'name'; name: string; typeArguments?: TypeName[] }
  | { kind: 'member'; target: Expression; name: string; typeArguments?: TypeName[] }
  | { kind: 'call'; callee: Expression; arguments: Argument[] }
  | { kind: 'index'; target: Expression; index: Expression }
  /** `target?.rest`: `rest` contains `placeholder` where the value of `target` goes. */
  | { kind: 'null-conditional'; target: Expression; rest: Expression }
  | { kind: 'placeholder' }
  | { kind: 'unary'; operator: '!' | '-' | '+'; operand: Expression }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression }
  | { kind: 'conditional'; test: Expression; whenTrue: Expression; whenFalse: Expression }
  | { kind: 'cast'; type: TypeName; operand: Expression }
  | { kind: 'as' | 'is'; type: TypeName; operand: Expression }
  | { kind: 'new'; type: TypeName; arguments: Argument[]; initializer?: Expression[][] }
  | { kind: 'new-array'; type?: TypeName; items: Expression[] }
  | { kind: 'new-anonymous'; members: { name: string; value: Expression }[] }
  | { kind: 'lambda'; parameters: string[]; body: Expression | Statement[] }
  /** `out var x`, `out string x`; an `x` declared before has no type here. */
  | { kind: 'out'; name: string; declares: boolean; type?: TypeName }
);

export type Statement = { at: number } & (
  | { kind: 'declare'; type?: TypeName; name: string; value?: Expression }
  | { kind: 'assign'; target: Expression; operator: '=' | '+=' | '-='; value: Expression }
  | { kind: 'call'; call: Expression }
  | { kind: 'if'; test: Expression; whenTrue: Statement[]; whenFalse: Statement[] }
  | { kind: 'foreach'; type?: TypeName; name: string; items: Expression; body: Statement[] }
  | { kind: 'try'; body: Statement[]; caught: Statement[]; name?: string }
  | { kind: 'throw'; value: Expression }
  | { kind: 'return'; value: Expression }
  | { kind: 'block'; body: Statement[] }
);

/** `@( … )` is one expression, `@{ … }` a body of statements. */
export type Body = { kind: 'expression'; value: Expression } | { kind: 'statements'; statements: Statement[] };
