"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ChangePartnerState, ContractChangeState } from "../../gql/graphql.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";

const tones: Record<ContractChangeState, Tone> = {
  DRAFT: "neutral",
  APPLYING: "info",
  ASKED: "waiting",
  SCHEDULED: "waiting",
  APPLIED: "success",
  DECLINED: "neutral",
  EXPIRED: "neutral",
  WITHDRAWN: "neutral",
  DISCARDED: "neutral",
};
export function ChangeStateBadge({ state }: { state: ContractChangeState }): ReactNode {
  return <Badge tone={tones[state]}>{useTranslations("changes")(`states.${state}`)}</Badge>;
}

const partnerTones: Record<ChangePartnerState, Tone> = {
  WAITING: "neutral",
  SCHEDULED: "waiting",
  PROPOSED: "waiting",
  ACCEPTED: "info",
  DECLINED: "neutral",
  EXPIRED: "neutral",
  APPLIED: "success",
  OPTED_IN: "success",
  FAILED: "warning",
  WITHDRAWN: "neutral",
};
export function PartnerStateBadge({ state }: { state: ChangePartnerState }): ReactNode {
  return (
    <Badge tone={partnerTones[state]}>{useTranslations("changes")(`partnerStates.${state}`)}</Badge>
  );
}
