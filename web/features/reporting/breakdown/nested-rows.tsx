"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { pagesOf } from "../../../lib/addresses.ts";
import { answering } from "../../../lib/first-answers.ts";
import { useLoaded } from "../../../lib/use-loaded.ts";
import { Panel } from "../../../ui/panel.tsx";
import { RowHead } from "../../../ui/table.tsx";
import { textLinkClass } from "../../../ui/text-link.ts";
import { logAddress } from "../log/log-address.ts";
import type { ViewState } from "../view-state.ts";
import { Breakdown, type Found, type TableProps } from "./breakdown-query.ts";
import { Cells } from "./cells.tsx";
import { within } from "./opened.ts";
import { nestedVariables } from "./breakdown-variables.ts";
import { useValueWords } from "./value-words.ts";

interface NestedProps extends TableProps {
  /** The view of the group that is open. */
  inside: ViewState;
}
/** What an open group is made of; each leads to its clicks. */
export function NestedRows(props: NestedProps): ReactNode {
  const { program, space, handle, nested, news, inside, columns, grouping } = props;
  const t = useTranslations("reporting.breakdown");
  const wordOf = useValueWords();
  const { clicks } = pagesOf(space, program.code);
  const variables = nestedVariables(program.id, handle.view, space, inside);
  const state = useLoaded(Breakdown, variables, answering(nested, variables), { news });
  const found = state.data?.reportBreakdown;
  if (!found || state.failure)
    return (
      <tr>
        <td
          colSpan={columns.length + 1}
          aria-label={t("title")}
          className="border-b border-border px-3 py-2 ps-8"
        >
          <Panel state={state} skeleton={<p className="text-muted">…</p>}>
            {() => null}
          </Panel>
        </td>
      </tr>
    );
  const cells = {
    columns,
    rank: handle.view.rank,
    currency: program.marketplaceCurrency,
    className: "bg-neutral-ground/40",
  };
  const hidden = found.groups - found.rows.length;
  return (
    <>
      {found.rows.map((row) => {
        const value = row.values[0]?.value ?? "";
        const one = within(inside, grouping.into, row);
        const label = wordOf(grouping.into, value, row.values[0]?.label ?? value);
        return (
          <tr key={value}>
            <RowHead className="max-w-80 ps-9 font-normal max-sm:max-w-44">
              {one ? (
                <Link href={logAddress(clicks, one, found)} className={textLinkClass}>
                  {label}
                </Link>
              ) : (
                label
              )}
            </RowHead>
            <Cells {...cells} figures={row.figures} changes={row.changes} />
          </tr>
        );
      })}
      <RestRow found={found} cells={cells} label={t("rest", { count: hidden })} />
    </>
  );
}

function RestRow({
  found,
  label,
  cells,
}: {
  found: Found;
  label: string;
  cells: Omit<React.ComponentProps<typeof Cells>, "figures" | "changes">;
}): ReactNode {
  return found.rest ? (
    <tr>
      <RowHead className="ps-9 font-normal text-muted">{label}</RowHead>
      <Cells {...cells} figures={found.rest} changes={found.restChanges} />
    </tr>
  ) : null;
}
