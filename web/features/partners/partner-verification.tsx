"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { BrandPages } from "../../lib/addresses.ts";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import { formatDateTime } from "../../lib/format.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { CheckTable } from "../verify/check-table.tsx";
import { Verify_row } from "../verify/queries.ts";
import { VerifiedBadge } from "./standing-badge.tsx";

const PartnerVerification_verification = graphql(/* GraphQL */ `
  fragment PartnerVerification_verification on Verification {
    ...Verify_row
  }
`);

interface PartnerVerificationProps {
  verification: FragmentType<typeof PartnerVerification_verification> | null;
  partnerId: string;
  pages: BrandPages;
  timeZone: string;
}
/** The verdict, when it was found, and the fourteen checks; they are mended on the board. */
export function PartnerVerification({
  verification,
  partnerId,
  pages,
  timeZone,
}: PartnerVerificationProps): ReactNode {
  const t = useTranslations("partnerPage");
  const found = readFragment(PartnerVerification_verification, verification);
  if (!found) return <p className="text-muted">{t("noVerification")}</p>;
  const row = readFragment(Verify_row, found);
  return (
    <Card>
      <CardHead
        title={row.sentence}
        actions={
          <>
            <VerifiedBadge result={row.result} />
            <ButtonLink
              size="small"
              tone="primary"
              href={`${pages.verify}?search=${encodeURIComponent(row.partnerName)}`}
            >
              {t("toBoard")}
            </ButtonLink>
            <ButtonLink size="small" href={`${pages.verify}/${partnerId}`}>
              {t("evidence")}
            </ButtonLink>
          </>
        }
      />
      <p className="mb-3 text-muted">
        {row.verifiedAt
          ? t("verifiedAt", { at: formatDateTime(row.verifiedAt, timeZone) })
          : t("neverVerified")}{" "}
        {row.startedAt ? t("lastRun", { at: formatDateTime(row.startedAt, timeZone) }) : null}
      </p>
      <CheckTable row={row} timeZone={timeZone} fix={null} />
    </Card>
  );
}
