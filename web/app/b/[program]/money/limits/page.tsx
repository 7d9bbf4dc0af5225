import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsString, type SearchParams } from "nuqs/server";
import { filesFor } from "../../../../../features/exports/files.ts";
import { parseLimitOrder } from "../../../../../features/limits/limit-orders.ts";
import { LimitsView } from "../../../../../features/limits/limits-view.tsx";
import { load } from "../../../../../lib/api-server.ts";
import {
  ContractLimitsDocument,
  ProgramLimitsDocument,
  type ContractLimitOrder,
} from "../../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("limits"))("title"),
});
const readAsked = createLoader({ search: parseAsString, order: parseLimitOrder });

/** The first figures, with when they were read: what changed before is no news. */
async function read(programId: string, search: string | null, order: ContractLimitOrder) {
  const shownAt = Date.now();
  const [program, contracts] = await Promise.all([
    load(ProgramLimitsDocument, { programId }),
    load(ContractLimitsDocument, { programId, search, order, after: null }),
  ]);
  return { shownAt, first: { program, contracts } };
}

export default async function LimitsPage({
  params,
  searchParams,
}: {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "contracts:read");
  const program = await requireProgram((await params).program);
  const { search, order } = await readAsked(searchParams);
  const figures = await read(program.id, search?.trim() || null, order);
  return (
    <LimitsView
      program={program}
      currency={viewer.account.currency}
      mayWrite={viewer.rights.includes("programs:write")}
      files={filesFor(viewer, "brand", program)}
      {...figures}
    />
  );
}
