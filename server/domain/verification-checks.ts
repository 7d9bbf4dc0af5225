/** The fourteen checks of one partner, in their order (verification.ts). */
import type { Instant } from "./calendar.ts";
import { clickChecks } from "./verification-clicks.ts";
import { saleChecks } from "./verification-sales.ts";
import { setUpChecks } from "./verification-set-up.ts";
import type { Check, PartnerFacts, ProgramFacts } from "./verification.ts";

export const checksOf = (program: ProgramFacts, partner: PartnerFacts, now: Instant): Check[] => [
  ...setUpChecks(program, partner),
  ...clickChecks(program, partner, now),
  ...saleChecks(program, partner, now),
];
