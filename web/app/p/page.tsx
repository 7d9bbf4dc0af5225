import type { ReactNode } from "react";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { readPrograms, requireViewer } from "../../lib/session.ts";
import { Shell } from "../../shell/shell.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { textLinkClass } from "../../ui/text-link.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("start"))("partnerTitle"),
});

export default async function PartnerStartPage(): Promise<ReactNode> {
  const viewer = await requireViewer("partner");
  const programs = await readPrograms();
  const [only] = programs;
  if (only && programs.length === 1) redirect(`/p/${only.code}`);
  const t = await getTranslations("start");
  return (
    <Shell viewer={viewer} programCode={null}>
      <PageHead title={t("partnerTitle")} lead={t("partnerLead")} />
      <Card className="max-w-md">
        {programs.length === 0 ? (
          <Empty title={t("partnerNone")}>{t("partnerNoneText")}</Empty>
        ) : (
          <ul className="flex flex-col divide-y divide-border">
            {programs.map((program) => (
              <li key={program.id} className="py-2">
                <Link href={`/p/${program.code}`} className={textLinkClass}>
                  {program.name}
                </Link>{" "}
                <span className="text-muted">{program.brandName}</span>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </Shell>
  );
}
