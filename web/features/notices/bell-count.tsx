"use client";
import { useState, type ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { NoticeSummaryQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { useTicks } from "../../lib/use-ticks.ts";

const NoticeSummary = graphql(/* GraphQL */ `
  query NoticeSummary {
    noticeSummary {
      unread
    }
  }
`);
/** While a page is seen the bell asks again this often. */
const pollMs = 15_000;

/** How many notices wait, for eyes and ears. */
export function BellCount({ first }: { first: Loaded<NoticeSummaryQuery> }): ReactNode {
  const t = useTranslations("notices");
  // A page that reads the server again, after notices were read, brings another answer.
  const [brought, setBrought] = useState({ first, times: 0 });
  if (brought.first !== first) setBrought({ first, times: brought.times + 1 });
  const news = useTicks(true, pollMs) + brought.times;
  const { data } = useLoaded(NoticeSummary, {}, first, { news });
  const unread = data?.noticeSummary.unread ?? 0;
  return (
    <>
      <span className="sr-only">{t("bell", { count: unread })}</span>
      {unread > 0 ? (
        <span
          aria-hidden
          className={clsx(
            "absolute end-0 top-0 min-w-4 rounded-full bg-danger-fill px-1 text-center text-tick",
            "font-semibold text-on-fill",
          )}
        >
          {unread > 99 ? "99+" : unread}
        </span>
      ) : null}
    </>
  );
}
