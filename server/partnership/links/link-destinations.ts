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
/** Where a link leads: what of it, and of what it belongs to, decides. */
export interface DestinationParts {
  /** Of Amazon's, as it came. */
  template: string | null;
  program: { code: string; landingPage: string };
  partnerCode: string;
  ad: { code: string; landingPage: string | null };
  link: { isTest: boolean; sharedId: string | null };
  /** Ad, program and accounts are all active. */
  stands: boolean;
}
/** The page without tag: of a link that does not stand, the program's. */
export const pageOf = ({ program, ad, stands }: DestinationParts): string =>
  (stands ? ad.landingPage : null) ?? program.landingPage;
/** The page with its tag. */
export function addressOf(parts: DestinationParts): string {
  const { program, partnerCode, ad, link, stands } = parts;
  const template = parts.template ? readTemplate(parts.template) : null;
  const isFallback = !stands && ad.landingPage !== null;
  return destinationOf(pageOf(parts), template?.ok ? template.value : null, {
    program: program.code,
    adGroup: adGroupOf(partnerCode, link.isTest),
    creative: creativeOf(ad.code, link.sharedId, isFallback),
  });
}

/** Where the tracker sends whoever follows the link: of an ad that is off, to the program's. */
export const destinationOfLink = ({ program, ad, brand, partner, link }: LinkParts): string =>
  addressOf({
    template: program.attributionTemplate ?? null,
    program,
    partnerCode: partner.code,
    ad: { code: ad.code, landingPage: ad.landingPage ?? null },
    link: { isTest: link.isTest, sharedId: link.sharedId ?? null },
    stands:
      [program, partner, brand].every((each) => each?.isActive() !== false) &&
      ad.state === "ACTIVE",
  });
