import type { ReactNode } from "react";
import { createLoader, parseAsString, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { brandPages } from "../../lib/addresses.ts";
import type { LedgerEntryKind, PayoutStage } from "../../gql/graphql.ts";
import { LedgerDocument } from "../../gql/graphql.ts";
import { load } from "../../lib/api-server.ts";
import { idOrNull } from "../../lib/ids.ts";
import { dateOrNull } from "../../lib/zoned-days.ts";
import { requireProgram, requireRight, requireViewer } from "../../lib/session.ts";
import { readChoices, readTyped } from "../partners/choices.ts";
import { ListExport } from "../exports/list-export.tsx";
import { LedgerView, type Narrowing } from "./ledger-view.tsx";

export interface LedgerPageProps {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
  space: "brand" | "partner";
}

const kinds = [
  "CLICK",
  "SALE",
  "LEAD",
  "APPROVAL",
  "ADJUSTMENT",
  "BONUS",
] as const satisfies readonly LedgerEntryKind[];
const stages = ["PENDING", "APPROVED", "DUE"] as const satisfies readonly PayoutStage[];
const read = createLoader({
  who: parseAsString,
  kind: parseAsStringLiteral(kinds),
  from: parseAsString,
  to: parseAsString,
  stage: parseAsStringLiteral(stages),
  currency: parseAsString,
  month: parseAsString,
  sfrom: parseAsString,
  sto: parseAsString,
  undated: parseAsStringLiteral(["1"]),
});
type Given = Awaited<ReturnType<typeof read>>;
/** By what a figure led here: what an address holds and nobody could mean is left out. */
function narrowedBy(given: Given): Narrowing {
  const { stage, currency, month } = given;
  const of = (date: string | null) => (stage === null ? null : dateOrNull(date));
  const [sfrom, sto] = [of(given.sfrom), of(given.sto)];
  const isTurned = sfrom !== null && sto !== null && sto < sfrom;
  return {
    stage,
    currency: currency !== null && /^[A-Z]{3}$/.test(currency) ? currency : null,
    month: month !== null && /^[12]\d{3}-(?:0[1-9]|1[0-2])$/.test(month) ? month : null,
    sfrom: isTurned ? null : sfrom,
    sto: isTurned ? null : sto,
    undated: stage === "PENDING" ? given.undated : null,
  };
}

/** What was posted, entry by entry; the address holds what is asked for. */
export async function LedgerPage({
  params,
  searchParams,
  space,
}: LedgerPageProps): Promise<ReactNode> {
  const viewer = await requireViewer(space);
  requireRight(viewer, "payouts:read");
  const program = await requireProgram((await params).program);
  const query = await searchParams;
  const given = read(query);
  const isBrand = space === "brand";
  const who = isBrand ? idOrNull(given.who) : null;
  const [from, to] = [dateOrNull(given.from), dateOrNull(given.to)];
  const isTurned = from !== null && to !== null && to < from;
  const narrowed = narrowedBy(given);
  const variables = {
    programId: program.id,
    filter: {
      stage: narrowed.stage,
      currency: narrowed.currency,
      month: narrowed.month,
      stageFrom: narrowed.sfrom,
      stageTo: narrowed.sto,
      undated: narrowed.undated === null ? null : true,
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
      filter={{ who, kind: given.kind, from, to, ...narrowed }}
      asked={given.who}
      isTurned={isTurned}
      partners={{ choices, typed }}
      variables={variables}
      first={first}
      asFile={
        <ListExport
          viewer={viewer}
          space={space}
          program={program}
          table="LEDGER_ENTRIES"
          filters={{ ledgerEntries: variables.filter }}
        />
      }
    />
  );
}
