import type { ReactNode } from "react";
import Link from "next/link";
import { clsx } from "clsx";
import { Bell } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { load } from "../../lib/api-server.ts";
import { graphql } from "../../gql/index.ts";

const NoticeSummary = graphql(/* GraphQL */ `
  query NoticeSummary {
    noticeSummary {
      unread
    }
  }
`);

/**
 * The bell of the top bar: a plain link, so that it works without scripts, with the number that
 * waits.
 */
export async function NoticeBell(): Promise<ReactNode> {
  const t = await getTranslations("notices");
  const { data } = await load(NoticeSummary, {});
  const unread = data?.noticeSummary.unread ?? 0;
  return (
    <Link
      href="/notices"
      aria-label={t("bell", { count: unread })}
      title={t("bell", { count: unread })}
      className={clsx(
        "relative inline-flex size-9 shrink-0 items-center justify-center rounded-control",
        "text-muted hover:bg-neutral-ground hover:text-fg md:size-8 pointer-coarse:size-11",
      )}
    >
      <Bell aria-hidden size={18} strokeWidth={1.75} />
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
    </Link>
  );
}
