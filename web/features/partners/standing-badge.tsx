"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { PartnerStanding, VerificationResult } from "../../gql/graphql.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { resultTones } from "../verify/words.ts";

const tones: Record<PartnerStanding, Tone> = {
  NOT_ASKED: "neutral",
  ASKED: "waiting",
  ASKS_YOU: "warning",
  NOT_ANSWERED: "neutral",
  DECLINED: "neutral",
  ACCEPTED: "info",
  IN_EFFECT: "success",
  ENDED: "neutral",
};
/** How a partner stands with the program. */
export const StandingBadge = ({ standing }: { standing: PartnerStanding }): ReactNode => (
  <Badge tone={tones[standing]}>{useTranslations("partners")(`standings.${standing}`)}</Badge>
);

/** How the verification board found it. */
export const VerifiedBadge = ({ result }: { result: VerificationResult }): ReactNode => (
  <Badge tone={resultTones[result]}>{useTranslations("verify")(`results.${result}`)}</Badge>
);
