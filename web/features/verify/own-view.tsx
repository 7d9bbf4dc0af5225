"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { partnerPages } from "../../lib/addresses.ts";
import { readFragment } from "../../gql/index.ts";
import type { VerifyPartnerQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatDateTime } from "../../lib/format.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { Badge } from "../../ui/badge.tsx";
import { ButtonLink } from "../../ui/button.tsx";
import { Card, CardHead, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { CheckTable } from "./check-table.tsx";
import { VerifyPartner, Verify_row } from "./queries.ts";
import { useVerifyNews } from "./use-verify-news.ts";
import { resultTones } from "./words.ts";

interface OwnViewProps {
  program: { id: string; code: string };
  timeZone: string;
  first: Loaded<VerifyPartnerQuery>;
}
/** A partner's own row of the board: what was found, and nothing of others. */
export function OwnVerificationView({ program, timeZone, first }: OwnViewProps): ReactNode {
  const t = useTranslations("verify");
  const news = useVerifyNews(program.id);
  const state = useLoaded(VerifyPartner, { programId: program.id, partnerId: null }, first, {
    news,
  });
  return (
    <>
      <PageHead title={t("own.title")} lead={t("own.lead")} />
      <Panel state={state} skeleton={<RowsSkeleton rows={14} />}>
        {({ verification }) => {
          const row = verification ? readFragment(Verify_row, verification) : null;
          return (
            <Card>
              {row ? (
                <>
                  <CardHead
                    title={row.sentence}
                    actions={
                      <>
                        <Badge tone={resultTones[row.result]}>
                          {t(
                            row.result === "NEEDS_YOU" ? "own.needsBrand" : `results.${row.result}`,
                          )}
                        </Badge>
                        {row.verifiedAt ? formatDateTime(row.verifiedAt, timeZone) : null}
                      </>
                    }
                  />
                  <CheckTable row={row} timeZone={timeZone} fix={null} />
                </>
              ) : (
                <Empty
                  title={t("own.none")}
                  action={
                    <ButtonLink href={partnerPages(program.code).links}>
                      {t("own.links")}
                    </ButtonLink>
                  }
                >
                  {t("own.noneText")}
                </Empty>
              )}
            </Card>
          );
        }}
      </Panel>
    </>
  );
}
