import type { ReactNode } from "react";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { pagesOf } from "../../lib/addresses.ts";
import { load } from "../../lib/api-server.ts";
import { isId } from "../../lib/ids.ts";
import { requireProgram, requireRight, requireViewer } from "../../lib/session.ts";
import { PageHead } from "../../ui/card.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { SaleDetailDocument, SaleList_SaleFragmentDoc } from "../../gql/graphql.ts";
import { readFragment } from "../../gql/index.ts";
import { SaleView } from "./sale-view.tsx";

export interface SalePageProps {
  params: Promise<{ program: string; saleId: string }>;
  space: "brand" | "partner";
}
/** One sale with its history and its decision, on a page of its own. */
export async function SalePage({ params, space }: SalePageProps): Promise<ReactNode> {
  const viewer = await requireViewer(space);
  requireRight(viewer, "sales:read");
  const { program: code, saleId } = await params;
  const program = await requireProgram(code);
  if (!isId(saleId)) notFound();
  const answer = await load(SaleDetailDocument, { id: saleId });
  if (answer.data && answer.data.conversion?.conversion.programId !== program.id) notFound();
  const sale = readFragment(SaleList_SaleFragmentDoc, answer.data?.conversion?.conversion);
  const kind = sale?.kind ?? "SALE";
  const t = await getTranslations("sales");
  const list = pagesOf(space, program.code).conversions;
  return (
    <div className="max-w-[860px]">
      <p className="mb-1">
        <Link href={list} className={textLinkClass}>
          {t("log")}
        </Link>
      </p>
      <PageHead title={t("title", { kind })} lead={t("lead", { kind })} />
      <SaleView
        id={saleId}
        initial={answer}
        timeZone={program.timeZone}
        salesTimeZone={program.marketplaceTimeZone}
        canWrite={space === "brand" && viewer.rights.includes("conversions:write")}
        withPartner={space === "brand"}
        pageHref={`${list}/${saleId}`}
      />
    </div>
  );
}
