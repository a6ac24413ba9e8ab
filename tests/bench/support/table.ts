/** Prints figures as a table for people. */

type Cell = string | number;

const shown = (cell: Cell): string => {
  if (typeof cell === 'string') return cell;
  return cell.toLocaleString('en', { maximumFractionDigits: Math.abs(cell) < 10 ? 2 : Math.abs(cell) < 100 ? 1 : 0 });
};

/** The title, then columns as wide as their widest cell; numbers stand to the right. */
export const printTable = (title: string, heads: readonly string[], rows: readonly (readonly Cell[])[]): void => {
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => shown(row[column] ?? '').length)),
  );
  const line = (cells: readonly Cell[]) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return typeof cell === 'number' ? shown(cell).padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  console.log(`\n${title}\n  ${line(heads)}`);
  for (const row of rows) console.log(`  ${line(row)}`);
};
