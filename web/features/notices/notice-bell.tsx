import type { ReactNode } from "react";
import Link from "next/link";
import { clsx } from "clsx";
import { Bell } from "lucide-react";
import { load } from "../../lib/api-server.ts";
import { NoticeSummaryDocument } from "../../gql/graphql.ts";
import { BellCount } from "./bell-count.tsx";

/**
 * The bell of the top bar: a plain link, so that it works without scripts, with the number that
 * waits; with scripts it looks again while the page is seen.
 */
export async function NoticeBell(): Promise<ReactNode> {
  return (
    <Link
      href="/notices"
      className={clsx(
        "relative inline-flex size-9 shrink-0 items-center justify-center rounded-control",
        "text-muted hover:bg-neutral-ground hover:text-fg md:size-8 pointer-coarse:size-11",
      )}
    >
      <Bell aria-hidden size={18} strokeWidth={1.75} />
      <BellCount first={await load(NoticeSummaryDocument, {})} />
    </Link>
  );
}
