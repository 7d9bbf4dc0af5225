import type { Metadata } from "next";
import type { ReactNode } from "react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { brandPages } from "../../../../../../lib/addresses.ts";
import { EndpointCard } from "../../../../../../features/conversions/endpoint-card.tsx";
import { PromoCodesCard } from "../../../../../../features/conversions/promo-codes-card.tsx";
import { ShopView } from "../../../../../../features/conversions/shop-view.tsx";
import { publicAddress } from "../../../../../../features/developer/address.ts";
import { noChoices } from "../../../../../../features/partners/choice-types.ts";
import { readChoices } from "../../../../../../features/partners/choices.ts";
import { SaleTabs } from "../../../../../../features/sales/sale-tabs.tsx";
import {
  ConversionSubmissionsDocument,
  PromoCodesDocument,
} from "../../../../../../gql/graphql.ts";
import { load } from "../../../../../../lib/api-server.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../../lib/session.ts";
import { PageHead } from "../../../../../../ui/card.tsx";
import { textLinkClass } from "../../../../../../ui/text-link.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("shop"))("title"),
});

const pageRows = 10;
const codeRows = 25;

/** Orders of the brand's own shops: what they handed in, and what became of it. */
export default async function ShopPage({
  params,
}: {
  params: Promise<{ program: string }>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "submissions:read");
  const program = await requireProgram((await params).program);
  const t = await getTranslations();
  const reporting = brandPages(program.code).explore;
  const mayWrite = viewer.rights.includes("conversions:write");
  const variables = { program: program.id, first: pageRows };
  const codes = { program: program.id, first: codeRows };
  const { timeZone } = viewer.account;
  return (
    <>
      <p className="mb-1">
        <Link href={reporting} className={textLinkClass}>
          {t("sales.back")}
        </Link>
      </p>
      <PageHead title={t("shop.title")} lead={t("shop.lead")} />
      <SaleTabs
        log={`${reporting}/conversions`}
        current="shop"
        isBrand
        mayUpload={mayWrite}
        mayReadShop
      />
      <div className="flex max-w-5xl flex-col gap-3">
        <ShopView
          variables={variables}
          initial={await load(ConversionSubmissionsDocument, variables)}
          timeZone={timeZone}
          mayWrite={mayWrite}
        />
        <PromoCodesCard
          variables={codes}
          initial={await load(PromoCodesDocument, codes)}
          partners={(mayWrite ? await readChoices() : null) ?? noChoices}
          timeZone={timeZone}
          mayWrite={mayWrite}
        />
        {mayWrite ? <EndpointCard address={await publicAddress()} programId={program.id} /> : null}
      </div>
    </>
  );
}
