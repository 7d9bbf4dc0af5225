import type { ComponentProps, ReactNode } from "react";
import { clsx } from "clsx";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";

const stackedClass = clsx(
  "max-sm:[&_table]:block max-sm:[&_:is(tbody,tfoot)]:block",
  "max-sm:[&_tr]:flex max-sm:[&_tr]:flex-col",
  "max-sm:[&_tr]:border-b max-sm:[&_tr]:border-border max-sm:[&_tr]:py-1.5",
  "max-sm:[&_:is(td,[scope=row])]:static max-sm:[&_:is(td,[scope=row])]:flow-root",
  "max-sm:[&_td:empty]:hidden",
  "max-sm:[&_:is(td,[scope=row])]:border-b-0 max-sm:[&_:is(td,[scope=row])]:py-1",
  "max-sm:[&_:is(td,[scope=row])]:min-w-0 max-sm:[&_:is(td,[scope=row])]:max-w-none",
  "max-sm:[&_:is(td,[scope=row])]:text-start max-sm:[&_:is(td,[scope=row])]:whitespace-normal",
);
/** Heads of columns that stacked rows write beside their cells instead. */
export const wideOnly = "max-sm:hidden";
/** What is long in a cell hangs beside its label, not under it. */
const labelled = clsx(
  "max-sm:ps-28 max-sm:before:float-start max-sm:before:-ms-25 max-sm:before:w-22",
  "max-sm:before:font-normal max-sm:before:text-muted",
  "max-sm:before:content-[attr(data-label)]",
);

/**
 * A table that scrolls sideways inside its own box; the box takes the focus so that keyboards can
 * scroll it.
 */
export function Table({
  label,
  stacked = false,
  className,
  children,
}: {
  label: string;
  /** On phones each row is a block of its cells, below each other: for rows of long words. */
  stacked?: boolean;
  className?: string;
  children: ReactNode;
}): ReactNode {
  return (
    <section
      aria-label={label}
      // A scrolling region must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- WCAG 2.1.1
      tabIndex={0}
      className={clsx(
        "relative isolate max-w-full overflow-auto rounded-card border border-border bg-surface",
        stacked && stackedClass,
        className,
      )}
    >
      <table className="tabular w-full border-separate border-spacing-0 text-table">
        {children}
      </table>
    </section>
  );
}

interface CellProps {
  numeric?: boolean;
  /** Stays in view while the table scrolls sideways. */
  pinned?: boolean;
}
export function Th({
  numeric = false,
  pinned = false,
  className,
  ...rest
}: ComponentProps<"th"> & CellProps): ReactNode {
  return (
    <th
      scope="col"
      {...rest}
      className={clsx(
        "sticky top-0 z-10 border-b border-border bg-surface px-3 py-2 font-medium",
        "whitespace-nowrap text-muted",
        numeric ? "text-end" : "text-start",
        pinned && "start-0 z-20",
        className,
      )}
    />
  );
}
export function Td({
  numeric = false,
  pinned = false,
  label,
  className,
  ...rest
}: ComponentProps<"td"> & CellProps & { label?: string | undefined }): ReactNode {
  return (
    <td
      {...rest}
      data-label={label}
      className={clsx(
        label !== undefined && labelled,
        "border-b border-border bg-surface px-3 py-2 align-top",
        numeric && "text-end whitespace-nowrap",
        pinned && "sticky start-0",
        className,
      )}
    />
  );
}
/** First cell of a row: its name. `label`: what stands before it in a stacked row. */
export function RowHead({
  className,
  pinned = true,
  label,
  ...rest
}: ComponentProps<"th"> & { pinned?: boolean; label?: string }): ReactNode {
  return (
    <th
      scope="row"
      {...rest}
      data-label={label}
      className={clsx(
        label !== undefined && labelled,
        "border-b border-border bg-surface px-3 py-2 text-start align-top font-medium",
        pinned && "sticky start-0 z-[1]",
        className,
      )}
    />
  );
}

interface ListTableProps {
  label: string;
  /** Names of the columns; the first one stays in view. */
  columns: readonly string[];
  /** Name of a last column of buttons, for screen readers. */
  actions?: string;
  /** On phones each row is a stack of its cells, each with its label. */
  stacked?: boolean;
  children: ReactNode;
}
/** A list as a table: names of columns above rows. */
export function ListTable(props: ListTableProps): ReactNode {
  const { label, columns, actions, stacked = false, children } = props;
  return (
    <Table label={label} stacked={stacked}>
      <thead className={stacked ? wideOnly : undefined}>
        <tr>
          {columns.map((column, index) => (
            <Th key={column} pinned={index === 0}>
              {column}
            </Th>
          ))}
          {actions ? (
            <Th>
              <span className="sr-only">{actions}</span>
            </Th>
          ) : null}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </Table>
  );
}

const sortIcons = { ascending: ArrowUp, descending: ArrowDown, none: ChevronsUpDown };
export type SortState = keyof typeof sortIcons;
export function SortTh({
  sort,
  onSort,
  numeric = false,
  children,
  ...rest
}: Omit<ComponentProps<"th">, "onClick"> &
  CellProps & { sort: SortState; onSort: () => void }): ReactNode {
  const Icon = sortIcons[sort];
  return (
    <Th {...rest} numeric={numeric} aria-sort={sort}>
      <button
        type="button"
        onClick={onSort}
        className={clsx(
          "inline-flex min-h-6 items-center gap-1 rounded-badge hover:text-fg",
          numeric && "flex-row-reverse text-end",
        )}
      >
        {children}
        <Icon aria-hidden size={12} />
      </button>
    </Th>
  );
}
