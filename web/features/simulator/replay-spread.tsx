"use client";
import { useId, useState, type ReactNode } from "react";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReplayPartnersQuery } from "../../gql/graphql.ts";
import { formatMonies } from "../../lib/format.ts";
import { Amount } from "../../ui/amount.tsx";
import { usePages } from "../../lib/use-pages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { RowHead, Table, Td, Th } from "../../ui/table.tsx";
import { signed, signedAll } from "./figures.ts";
import { SignedText } from "./replay-result.tsx";
import { graphql } from "../../gql/index.ts";
import type { Replay } from "./use-replay.ts";

const ReplayPartners = graphql(/* GraphQL */ `
  query ReplayPartners($id: ID!, $after: String) {
    replay(id: $id) {
      id
      byPartner(first: 10, after: $after) {
        nodes {
          partnerId
          partnerName
          figures {
            costNow {
              amount
              currency
            }
            costThen {
              amount
              currency
            }
            difference {
              amount
              currency
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

/** The sign stays with its number. */
const amount = (text: ReactNode): ReactNode => (
  <span className="font-medium whitespace-nowrap">{text}</span>
);

interface ReplaySpreadProps {
  /** One that is done. */
  replay: Pick<Replay, "id" | "spread" | "weakEvidence" | "figures">;
  days: number;
}
/**
 * What all partners together gain or lose, then the middle one and the ends, in one line a
 * currency; partner by partner behind a press.
 */
export function ReplaySpread({ replay, days }: ReplaySpreadProps): ReactNode {
  const t = useTranslations("simulator");
  const [open, setOpen] = useState(false);
  const id = useId();
  if (replay.spread.length === 0) return <p className="text-muted">{t("spreadNone", { days })}</p>;
  const Icon = open ? ChevronUp : ChevronDown;
  return (
    <>
      {replay.figures ? <Total figures={replay.figures} /> : null}
      {replay.spread.map(({ currency, partners, median, lowest, highest }) => (
        <p key={currency} className="tabular">
          {t.rich("spread", {
            partners,
            median: signed(median).text,
            lowest: signed(lowest).text,
            highest: signed(highest).text,
            b: amount,
          })}
        </p>
      ))}
      <p className="text-caption text-subtle">{t("spreadOf")}</p>
      <div className="flex flex-wrap items-center gap-2">
        <Button size="small" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          {t("perPartner")}
          <Icon aria-hidden size={14} />
        </Button>
        {replay.weakEvidence ? <Badge tone="warning">{t("weak")}</Badge> : null}
      </div>
      <div id={id} hidden={!open}>
        {open ? <PartnerTable replayId={replay.id} /> : null}
      </div>
    </>
  );
}

/** The terms before and the new ones on the same clicks and sales. */
function Total({ figures }: { figures: NonNullable<Replay["figures"]> }): ReactNode {
  const t = useTranslations("simulator");
  const currency =
    figures.difference[0]?.currency ??
    figures.costNow[0]?.currency ??
    figures.costThen[0]?.currency;
  const none = currency === undefined ? null : { amount: "0", currency };
  const nothing = none ? [none] : [];
  const difference = figures.difference.length > 0 ? figures.difference : nothing;
  return (
    <p className="tabular">
      {t.rich("total", {
        before: formatMonies(figures.costNow, none),
        after: formatMonies(figures.costThen, none),
        difference: signedAll(difference)
          .map(({ text }) => text)
          .join(", "),
        b: amount,
      })}
    </p>
  );
}

const pick = (data: ReplayPartnersQuery) =>
  data.replay?.byPartner ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };

function PartnerTable({ replayId }: { replayId: string }): ReactNode {
  const t = useTranslations("simulator");
  const list = usePages(ReplayPartners, { id: replayId, after: null }, null, pick);
  return (
    <>
      <Panel state={list} skeleton={<RowsSkeleton rows={3} />}>
        {(rows) => (
          <Table label={t("perPartner")}>
            <thead>
              <tr>
                <Th pinned>{t("partner")}</Th>
                <Th numeric>{t("change")}</Th>
                <Th numeric>{t("termsNow")}</Th>
                <Th numeric>{t("thenNew")}</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ partnerId, partnerName, figures }) => (
                <tr key={partnerId}>
                  <RowHead className="max-w-36 break-words sm:max-w-none">{partnerName}</RowHead>
                  <Td numeric>
                    <SignedText of={signedAll(figures.difference)} />
                  </Td>
                  <Td numeric>
                    <Amount of={figures.costNow} />
                  </Td>
                  <Td numeric>
                    <Amount of={figures.costThen} />
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Panel>
      <MoreButton more={list.more} busy={list.loadingMore} />
    </>
  );
}
