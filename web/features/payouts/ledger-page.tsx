import type { ReactNode } from "react";
import { createLoader, parseAsString, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { brandPages } from "../../lib/addresses.ts";
import type { LedgerEntryKind } from "../../gql/graphql.ts";
import { LedgerDocument } from "../../gql/graphql.ts";
import { load } from "../../lib/api-server.ts";
import { idOrNull } from "../../lib/ids.ts";
import { dateOrNull } from "../../lib/zoned-days.ts";
import { requireProgram, requireRight, requireViewer } from "../../lib/session.ts";
import { readChoices, readTyped } from "../partners/choices.ts";
import { LedgerView } from "./ledger-view.tsx";

export interface LedgerPageProps {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
  space: "brand" | "partner";
}

const kinds = [
  "CLICK",
  "SALE",
  "APPROVAL",
  "ADJUSTMENT",
  "BONUS",
] as const satisfies readonly LedgerEntryKind[];
const read = createLoader({
  who: parseAsString,
  kind: parseAsStringLiteral(kinds),
  from: parseAsString,
  to: parseAsString,
});

/** What was posted, entry by entry; the address holds what is asked for. */
export async function LedgerPage({
  params,
  searchParams,
  space,
}: LedgerPageProps): Promise<ReactNode> {
  requireRight(await requireViewer(space), "payouts:read");
  const program = await requireProgram((await params).program);
  const query = await searchParams;
  const given = read(query);
  const isBrand = space === "brand";
  const who = isBrand ? idOrNull(given.who) : null;
  const [from, to] = [dateOrNull(given.from), dateOrNull(given.to)];
  const isTurned = from !== null && to !== null && to < from;
  const variables = {
    programId: program.id,
    filter: {
      partnerIds: who === null ? null : [who],
      kinds: given.kind === null ? null : [given.kind],
      from: isTurned ? null : from,
      to: isTurned ? null : to,
    },
    after: null,
  };
  const [first, choices, typed] = await Promise.all([
    load(LedgerDocument, variables),
    isBrand ? readChoices(who) : null,
    isBrand ? readTyped(brandPages(program.code).ledger, query, "who") : null,
  ]);
  return (
    <LedgerView
      program={program}
      space={space}
      kinds={kinds}
      filter={{ who, kind: given.kind, from, to }}
      asked={given.who}
      isTurned={isTurned}
      partners={{ choices, typed }}
      variables={variables}
      first={first}
    />
  );
}
