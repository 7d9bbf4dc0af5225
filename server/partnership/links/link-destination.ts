/** Where a link leads, as people are shown it. */
import {
  adGroupOf,
  creativeOf,
  destinationOf,
  readTemplate,
} from "../../domain/attribution-tag.ts";
import type { Account } from "../accounts/account.entity.ts";
import type { Ad } from "../programs/ad.entity.ts";
import type { Program } from "../programs/program.entity.ts";
import type { TrackingLink } from "./link.entity.ts";

interface LinkParts {
  program: Program;
  ad: Ad;
  /** Undefined: whoever looks may not see it. */
  brand: Account | undefined;
  partner: Account;
  link: TrackingLink;
}
/** Where the tracker sends whoever follows the link: one that does not stand, to the program's. */
export function destinationOfLink({ program, ad, brand, partner, link }: LinkParts): string {
  const stands =
    [program, partner, brand].every((each) => each?.isActive() !== false) &&
    [ad, link].every(({ state }) => state === "ACTIVE");
  const own = stands ? (ad.landingPage ?? null) : null;
  const template = program.attributionTemplate ? readTemplate(program.attributionTemplate) : null;
  return destinationOf(own ?? program.landingPage, template?.ok ? template.value : null, {
    program: program.code,
    adGroup: adGroupOf(partner.code, link.isTest),
    creative: creativeOf(ad.code, link.sharedId ?? null, own === null && ad.landingPage !== null),
  });
}
