import type { ReactNode } from "react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { RulesForm } from "../../../features/settings/rules-form.tsx";
import { loadOrThrow } from "../../../lib/api-server.ts";
import { formatDateTime } from "../../../lib/format.ts";
import { refuseAccess, requireRight, requireViewer } from "../../../lib/session.ts";
import { Card, PageHead } from "../../../ui/card.tsx";
import { graphql } from "../../../gql/index.ts";
import { textLinkClass } from "../../../ui/text-link.ts";

const TermsRules = graphql(/* GraphQL */ `
  query TermsRules {
    termsRules {
      enforced
      noticeDays
      mayChangeNotice
      maxNoticeDays
      openEndedAllowed
      maxReturnPercent
      updatedAt
      locking {
        openEnded
        period
        months
        days
      }
      schedule {
        period
        months
        days
        dayOfMonth
      }
    }
  }
`);

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("terms"))("rulesTitle"),
});

/** The account's rules for its template terms. */
export default async function TermsRulesPage(): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "terms:read");
  const { termsRules } = await loadOrThrow(TermsRules, {});
  if (!termsRules) return refuseAccess({ space: "brand" });
  const t = await getTranslations();
  return (
    <>
      <p className="mb-1">
        <Link href="/settings" className={textLinkClass}>
          {t("settings.title")}
        </Link>
      </p>
      <PageHead title={t("terms.rulesTitle")} lead={t("terms.rulesLead")} />
      <Card className="max-w-md">
        {termsRules.updatedAt ? (
          <p className="mb-3 text-caption text-subtle">
            {t("terms.rulesSet", {
              date: formatDateTime(termsRules.updatedAt, viewer.account.timeZone),
            })}
          </p>
        ) : null}
        <RulesForm rules={termsRules} mayWrite={viewer.rights.includes("terms:write")} />
      </Card>
    </>
  );
}
