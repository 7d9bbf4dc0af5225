import type { ReactNode } from "react";
import { RowHead, Table, Td, Th, wideOnly } from "./table.tsx";

interface Figures {
  key: string;
  name: ReactNode;
  /** One for each column but the first. */
  cells: readonly ReactNode[];
}
/** Figures by name, with their total below; on phones each name above its figures. */
export function FigureTable({
  label,
  columns,
  rows,
  total,
}: {
  label: string;
  /** Their names, that of the rows first. */
  columns: readonly string[];
  rows: readonly Figures[];
  total: Omit<Figures, "key">;
}): ReactNode {
  const cells = (of: readonly ReactNode[]) =>
    of.map((cell, i) => (
      <Td key={columns[i + 1]} numeric label={columns[i + 1]}>
        {cell}
      </Td>
    ));
  return (
    <Table label={label} stacked>
      <thead className={wideOnly}>
        <tr>
          {columns.map((column, i) => (
            <Th key={column} pinned={i === 0} numeric={i > 0}>
              {column}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <RowHead className="min-w-32">{row.name}</RowHead>
            {cells(row.cells)}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="font-medium">
          <RowHead>{total.name}</RowHead>
          {cells(total.cells)}
        </tr>
      </tfoot>
    </Table>
  );
}
