/**
 * Compiles Kysely's queries to T-SQL: what the stores say in the words that SQLite shares (`limit`, `on conflict do nothing`, `varchar`)
 * as SQL Server says it, and what T-SQL cannot say is refused here, not by the server. Text compares by code point, as in SQLite,
 * whatever the server's collation.
 */
import type * as kysely from 'kysely';
import type {
  CreateIndexNode,
  CreateTableNode,
  FetchNode,
  InsertQueryNode,
  OperationNode,
  SelectQueryNode,
  ValuesNode,
} from 'kysely';

type Kysely = typeof kysely;

const collation = 'collate Latin1_General_100_BIN2';

/** The longest text that is not `max`, in characters. */
const maxLength = 4000;

const sized = (length: number): string => (length > maxLength ? 'max' : String(length));

/** The column types of the migrations. Identifiers and codes are ASCII: `char`; all other text is Unicode. */
const columnTypes: ReadonlyArray<readonly [RegExp, (length: number) => string]> = [
  [/^char\((\d+)\)$/, (length) => `char(${length}) ${collation}`],
  [/^varchar\((\d+)\)$/, (length) => `nvarchar(${sized(length)}) ${collation}`],
  [/^text$/, () => `nvarchar(max) ${collation}`],
  [/^blob$/, () => 'varbinary(max)'],
  [/^integer$/, () => 'int'],
  [/^bigint$/, () => 'bigint'],
];

const columnType = (dataType: string): string => {
  for (const [pattern, type] of columnTypes) {
    const match = pattern.exec(dataType);
    if (match) return type(Number(match[1]));
  }
  throw new Error(
    `A column of type ${dataType} means other things to SQLite and SQL Server. Use char(n), varchar(n), text, blob, integer or bigint (0 and 1 for a boolean).`,
  );
};

const refuse = (what: string): never => {
  throw new Error(`T-SQL has no ${what}.`);
};

/** `limit` and `offset` as `top` or as `offset … fetch`. */
const paged = ({ limit, ...node }: SelectQueryNode): SelectQueryNode => {
  if (!limit) return node;
  const count = limit.limit as { kind: string; value?: unknown };
  if (!node.offset && count.kind === 'ValueNode')
    return { ...node, top: { kind: 'TopNode', expression: Number(count.value) } };
  if (!node.offset || !node.orderBy) return refuse('page of a query without offset and order');
  const fetch: FetchNode = { kind: 'FetchNode', rowCount: limit.limit as FetchNode['rowCount'], modifier: 'only' };
  return { ...node, fetch };
};

/** The values of the one row that an insert writes, by column. */
const onlyRow = (node: InsertQueryNode): ReadonlyMap<string, unknown> => {
  const rows = (node.values as ValuesNode | undefined)?.values ?? [];
  const [row] = rows;
  if (rows.length !== 1 || !row) return refuse('"on conflict do nothing" for other than one row');
  return new Map(node.columns?.map(({ column }, index) => [column.name, row.values[index]]));
};

const isNode = (value: unknown): value is OperationNode =>
  typeof value === 'object' && value !== null && 'kind' in value;

/** The compiler as a class of the Kysely that was loaded. */
export const tsqlCompiler = ({ MssqlQueryCompiler }: Kysely) =>
  class TsqlCompiler extends MssqlQueryCompiler {
    protected override getCurrentParameterPlaceholder(): string {
      return `@p${this.numParameters}`;
    }

    protected override getLeftIdentifierWrapper(): string {
      return '[';
    }

    protected override getRightIdentifierWrapper(): string {
      return ']';
    }

    /** A null has no type that would fit every column, so it is no parameter. */
    protected override appendValue(value: unknown): void {
      if (value === null) this.append('null');
      else super.appendValue(value);
    }

    protected override appendImmediateValue(value: unknown): void {
      if (typeof value === 'boolean') refuse('boolean literals: use 0 and 1');
      super.appendImmediateValue(value);
    }

    protected override appendStringLiteral(value: string): void {
      this.append('N');
      super.appendStringLiteral(value);
    }

    protected override visitSelectQuery(node: SelectQueryNode): void {
      super.visitSelectQuery(paged(node));
    }

    protected override visitInsertQuery(node: InsertQueryNode): void {
      if (node.onConflict) this.#insertIfAbsent(node);
      else super.visitInsertQuery(node);
    }

    /**
     * `insert … select … where not exists …`. That two of these see no row and the second fails on the key is for its caller to
     * handle: no hint for locks could prevent it on every server.
     */
    #insertIfAbsent(node: InsertQueryNode): void {
      const { into, onConflict } = node;
      if (!into || !onConflict?.columns || !onConflict.doNothing) return refuse('"on conflict" but "(key) do nothing"');
      const row = onlyRow(node);
      const appendOne = (value: unknown) => {
        if (!isNode(value)) return this.appendValue(value);
        const isQuery = value.kind === 'SelectQueryNode';
        if (isQuery) this.append('(');
        this.visitNode(value);
        if (isQuery) this.append(')');
      };
      this.append('insert into ');
      this.visitNode(into);
      this.append(' (');
      this.compileList(node.columns ?? []);
      this.append(') select ');
      this.#join([...row.values()], ', ', appendOne);
      this.append(' where not exists (select 1 from ');
      this.visitNode(into);
      this.append(' where ');
      this.#join(onConflict.columns, ' and ', (column) => {
        this.visitNode(column);
        this.append(' = ');
        appendOne(row.get(column.column.name));
      });
      this.append(')');
    }

    #join<Item>(items: readonly Item[], separator: string, append: (item: Item) => void): void {
      for (const [index, item] of items.entries()) {
        if (index > 0) this.append(separator);
        append(item);
      }
    }

    protected override visitDataType({ dataType }: { dataType: string }): void {
      this.append(columnType(dataType));
    }

    protected override visitLimit(): void {
      refuse('limit of an update or delete');
    }

    protected override visitReturning(): void {
      refuse('"returning": read the row, or use output');
    }

    protected override visitOnDuplicateKey(): void {
      refuse('"on duplicate key"');
    }

    protected override visitCreateTable(node: CreateTableNode): void {
      if (node.ifNotExists) refuse('"if not exists"');
      super.visitCreateTable(node);
    }

    protected override visitCreateIndex(node: CreateIndexNode): void {
      if (node.ifNotExists) refuse('"if not exists"');
      super.visitCreateIndex(node);
    }
  };
