"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ContractState } from "../../gql/graphql.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";

const tones: Record<ContractState, Tone> = {
  ACTIVE: "success",
  UPCOMING: "info",
  PENDING: "waiting",
  DECLINED: "neutral",
  EXPIRED: "neutral",
};
export function StateBadge({ state }: { state: ContractState }): ReactNode {
  return <Badge tone={tones[state]}>{useTranslations("contracts")(`states.${state}`)}</Badge>;
}
