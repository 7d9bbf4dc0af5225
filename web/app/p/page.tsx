import type { ReactNode } from "react";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import {
  AllPrograms,
  earningRanges,
  readOwnEarnings,
} from "../../features/partner/all-programs.tsx";
import { readPrograms, requireRight, requireViewer } from "../../lib/session.ts";
import { Shell } from "../../shell/shell.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("start"))("partnerTitle"),
});
const read = createLoader({ last: parseAsStringLiteral(earningRanges).withDefault("mtd") });

export default async function PartnerStartPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("partner");
  const programs = await readPrograms();
  const [only] = programs;
  if (only && programs.length === 1) redirect(`/p/${only.code}`);
  const t = await getTranslations("start");
  if (programs.length === 0)
    return (
      <Shell viewer={viewer} programCode={null}>
        <PageHead title={t("partnerTitle")} lead={t("partnerLead")} />
        <Card className="max-w-md">
          <Empty title={t("partnerNone")}>{t("partnerNoneText")}</Empty>
        </Card>
      </Shell>
    );
  requireRight(viewer, "payouts:read");
  const { last } = await read(searchParams);
  const { data, failure } = await readOwnEarnings(last);
  return (
    <Shell viewer={viewer} programCode={null}>
      {data?.ownEarnings ? (
        <AllPrograms
          earnings={data.ownEarnings}
          range={last}
          partnerName={viewer.account.name}
          timeZone={viewer.account.timeZone}
        />
      ) : (
        <PageHead title={t("partnerTitle")} lead={failure?.message} />
      )}
    </Shell>
  );
}
