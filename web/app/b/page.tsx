import type { ReactNode } from "react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ProgramForm } from "../../features/settings/program-form.tsx";
import { graphql } from "../../gql/index.ts";
import { loadOrThrow } from "../../lib/api-server.ts";
import { readPrograms, requireViewer } from "../../lib/session.ts";
import { Shell } from "../../shell/shell.tsx";
import { Card, CardHead, PageHead } from "../../ui/card.tsx";
import { textLinkClass } from "../../ui/text-link.ts";

const Marketplaces = graphql(/* GraphQL */ `
  query Marketplaces {
    marketplaces {
      country
      host
      clicksOnly
    }
  }
`);

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("start"))("brandTitle"),
});

export default async function BrandStartPage(): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  const t = await getTranslations("start");
  const programs = await readPrograms();
  const { marketplaces } = await loadOrThrow(Marketplaces, {});
  const mayCreate = viewer.rights.includes("programs:write");
  return (
    <Shell viewer={viewer} programCode={null}>
      <PageHead title={t("brandTitle")} lead={t("brandLead")} />
      <div className="grid items-start gap-3 lg:grid-cols-2">
        {programs.length > 0 ? (
          <Card>
            <CardHead title={t("choose")} />
            <ul className="flex flex-col divide-y divide-border">
              {programs.map((program) => (
                <li key={program.id} className="py-2">
                  <Link href={`/b/${program.code}`} className={textLinkClass}>
                    {program.name}
                  </Link>
                </li>
              ))}
            </ul>
          </Card>
        ) : null}
        {mayCreate ? (
          <Card>
            <CardHead title={t("createTitle")} />
            <p className="mb-4 text-muted">{t("createLead")}</p>
            <ProgramForm marketplaces={marketplaces} />
          </Card>
        ) : programs.length === 0 ? (
          <Card>{t("mayNotCreate")}</Card>
        ) : null}
      </div>
    </Shell>
  );
}
