"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { readFragment } from "../../../gql/index.ts";
import {
  VersionView_VersionFragmentDoc,
  type ContractText_ContractFragment,
  type ContractGroupsQuery,
} from "../../../gql/graphql.ts";
import { Button } from "../../../ui/button.tsx";
import { lateView } from "../../../lib/late.ts";
import { Offer_payout } from "./offer.ts";

const LateAcceptDialog = lateView(() =>
  import("./answer-dialogs.tsx").then((module) => module.AcceptDialog),
);
const LateDeclineDialog = lateView(() =>
  import("./answer-dialogs.tsx").then((module) => module.DeclineDialog),
);
const LateOfferDialog = lateView(() =>
  import("./offer-dialog.tsx").then((module) => module.OfferDialog),
);

interface AnswerButtonsProps {
  /** Who answers. */
  space: "brand" | "partner";
  facts: ContractText_ContractFragment;
  program: { id: string; timeZone: string };
  /** Null for who does not sort partners. */
  groups: ContractGroupsQuery | null;
}
/** Accept, decline, or answer with other terms. */
export function AnswerButtons({ space, facts, program, groups }: AnswerButtonsProps): ReactNode {
  const t = useTranslations("contracts.answer");
  const [asking, setAsking] = useState<"accept" | "decline" | "counter" | null>(null);
  const version = readFragment(VersionView_VersionFragmentDoc, facts.version);
  const shared = {
    space,
    facts,
    other: space === "brand" ? facts.partnerName : facts.brandName,
    onClose: () => setAsking(null),
  };
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" onClick={() => setAsking("accept")}>
          {t("accept")}
        </Button>
        <Button onClick={() => setAsking("decline")}>{t("decline")}</Button>
        {facts.mayCounter ? (
          <Button onClick={() => setAsking("counter")}>{t("counter")}</Button>
        ) : null}
      </div>
      {asking === "accept" ? <LateAcceptDialog {...shared} groups={groups} /> : null}
      {asking === "decline" ? <LateDeclineDialog {...shared} /> : null}
      {asking === "counter" ? (
        <LateOfferDialog
          onClose={shared.onClose}
          counters={facts.id}
          programId={program.id}
          base={version.eventPayouts.map((payout) => readFragment(Offer_payout, payout))}
          currency={version.currency}
          timeZone={program.timeZone}
          reader={shared.other}
        />
      ) : null}
    </>
  );
}
