"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ContractText_ContractFragment, ContractGroupsQuery } from "../../../gql/graphql.ts";
import { Card, CardHead } from "../../../ui/card.tsx";
import { AnswerButtons } from "./answer-buttons.tsx";

interface BrandAnswerProps {
  facts: ContractText_ContractFragment;
  program: { id: string; timeZone: string };
  mayDecide: boolean;
  /** Null for who may not sort partners. */
  groups: ContractGroupsQuery | null;
}
/** A partner's own offer: accepted, declined, or answered with other terms. */
export function BrandAnswer({ facts, program, mayDecide, groups }: BrandAnswerProps): ReactNode {
  const t = useTranslations("contracts.answer");
  return (
    <Card className="mb-3 border-info">
      <CardHead title={t("title", { partner: facts.partnerName })} />
      <p className="mb-3 max-w-prose">{facts.switches ? t("switches") : t("text")}</p>
      {mayDecide ? (
        <AnswerButtons space="brand" facts={facts} program={program} groups={groups} />
      ) : (
        <p className="text-muted">{t("adminDecides")}</p>
      )}
    </Card>
  );
}
