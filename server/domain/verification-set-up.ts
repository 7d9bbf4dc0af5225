/** Checks 1 to 7 of a verification: what stands before anybody clicks, and where the link leads. */
import { nameIn, partsOf } from "./tracking.ts";
import { failed, notStarted, passed, waiting, warned } from "./verification-made.ts";
import type { Check, LinkFacts, PartnerFacts, ProgramFacts } from "./verification.ts";

function eventTypeCheck({ clickEventType, cpc }: ProgramFacts): Check {
  const key = "CLICK_EVENT_TYPE";
  if (clickEventType === "ACTIVE") return passed(key, "The event type Click is active");
  if (cpc === "REQUESTED" || cpc === "IN_REVIEW")
    return waiting(
      key,
      "CPC_IN_REVIEW",
      "CPC is requested; the platform decides, and tells you when it has",
    );
  if (cpc !== "ENABLED")
    return failed(key, "CPC_NOT_REQUESTED", "CPC is not requested for your account", {
      fix: "REQUEST_CPC",
    });
  return failed(
    key,
    "EVENT_TYPE_MISSING",
    clickEventType === "NONE"
      ? "CPC is enabled, and the program has no event type Click"
      : "The program's event type Click is switched off",
    { fix: "SET_EVENT_TYPE" },
  );
}

function contractCheck({ contract, upcoming, hasProposal }: PartnerFacts): Check {
  const key = "CONTRACT";
  if (contract)
    return passed(key, `A contract is in force, on version ${contract.versionNumber} of its terms`);
  if (upcoming)
    return waiting(key, "CONTRACT_STARTS", "The contract is signed and begins later", {
      until: upcoming.startsAt,
    });
  if (hasProposal)
    return waiting(key, "CONTRACT_PROPOSED", "Terms are offered; the contract waits for a yes");
  return failed(key, "NO_CONTRACT", "There is no contract and no offer of one", {
    fix: "PROPOSE_CONTRACT",
  });
}

function termsChecks(program: ProgramFacts, { contract }: PartnerFacts): Check[] {
  if (!contract)
    return (["EVENTS_IN_TERMS", "LIMIT", "RULES_PUBLISHED"] as const).map((key) => {
      const draftOnly =
        key === "RULES_PUBLISHED" && program.hasDraftTerms && !program.hasActiveTerms;
      return draftOnly
        ? failed(key, "DRAFT_ONLY", "The program's terms are drafts: nobody can be offered them", {
            fix: "PUBLISH_TERMS",
          })
        : notStarted(key, "Read off the contract, once one is in force");
    });
  return [eventsCheck(contract), limitCheck(program, contract), versionCheck(contract)];
}
type Contract = NonNullable<PartnerFacts["contract"]>;
function eventsCheck({ paysClicks, paysSales }: Contract): Check {
  const key = "EVENTS_IN_TERMS";
  if (!paysClicks)
    return failed(key, "CLICK_MISSING", "The terms have no click event type: clicks earn nothing", {
      fix: "CHANGE_TERMS",
    });
  if (!paysSales)
    return failed(
      key,
      "SALE_MISSING",
      "The terms have no sale event type: sales will be discarded. Add it, with payout 0 if " +
        "sales earn nothing",
      { fix: "CHANGE_TERMS" },
    );
  return passed(key, "The terms name clicks and sales");
}
function limitCheck({ hasProgramLimit }: ProgramFacts, { limitsClicks }: Contract): Check {
  if (limitsClicks) return passed("LIMIT", "A limit of the terms holds what clicks can cost");
  if (hasProgramLimit) return passed("LIMIT", "A limit of the program holds what clicks can cost");
  return warned("LIMIT", "NO_LIMIT", "No limit holds what clicks can cost", { fix: "ADD_LIMIT" });
}
function versionCheck({ versionNumber, newestNumber }: Contract): Check {
  const key = "RULES_PUBLISHED";
  if (versionNumber < newestNumber)
    return warned(
      key,
      "OLDER_VERSION",
      `The contract is on version ${versionNumber}, the terms have version ${newestNumber}`,
      { fix: "PROPOSE_CONTRACT" },
    );
  return passed(key, `The rules of version ${versionNumber} are published`);
}

function linkCheck({ link }: PartnerFacts): Check {
  const key = "TEST_LINK";
  if (!link) return { ...notStarted(key, "There is no test link yet"), fix: "CREATE_TEST_LINK" };
  if (!link.isActive)
    return failed(key, "LINK_ENDED", "The test link has ended", { fix: "REOPEN_LINK" });
  if (!link.adIsActive)
    return failed(key, "AD_INACTIVE", "The test link's ad is switched off", {
      fix: "SWITCH_AD_ON",
    });
  return passed(key, "The test link stands");
}

/** Names of the tag's parameters that an address lacks. */
function missingOf(address: string, tag: LinkFacts["tag"]): string[] {
  const has = new Set(partsOf(address).query.split("&").map(nameIn));
  return (tag?.parameters ?? []).map(nameIn).filter((name) => !has.has(name));
}
export const addressHost = (address: string): string => URL.parse(address)?.host ?? "";

const again = { fix: "MAKE_CLICK" } as const;
/** What the tracker answered the server's own request with. */
function requestCheck(
  { host, trackerHost }: ProgramFacts,
  link: LinkFacts,
  { status, location }: { status: number | null; location: string | null },
): Check {
  const key = "REDIRECT";
  const wanted = link.destination;
  if (status === null)
    return failed(key, "NO_REDIRECT", "The tracker could not be reached from here", again);
  if (status === 404)
    return failed(key, "LINK_UNKNOWN", "The tracker answers 404: it knows no such link", again);
  if (status !== 302 || location === null)
    return failed(key, "NO_REDIRECT", `The tracker answers ${status} in place of 302`, again);
  if (location === wanted) return passed(key, `302 to ${link.page}, tag complete`);
  const found = addressHost(location);
  const both = `It led to ${location}, and should lead to ${wanted}`;
  if (found === trackerHost)
    return failed(key, "LOOP", `The link leads back to the tracker. ${both}`, again);
  if (found !== host)
    return failed(key, "WRONG_HOST", `${found || "No host"} is not the storefront. ${both}`, again);
  const missing = missingOf(location, link.tag);
  if (missing.length > 0)
    return failed(key, "TAG_STRIPPED", `The tag lacks ${missing.join(", ")}. ${both}`, again);
  return failed(key, "WRONG_PAGE", both, again);
}

/** The server's own request tells most; without one, the click that came is read. */
function redirectCheck(program: ProgramFacts, { link, request, click }: PartnerFacts): Check {
  const key = "REDIRECT";
  if (!link) return notStarted(key, "Looked at once there is a test link");
  if (request && (!click || request.at >= click.at || request.location !== null))
    return requestCheck(program, link, request);
  if (!click) return { ...notStarted(key, `It should lead to ${link.page}`), fix: "MAKE_CLICK" };
  if (click.destinationHost !== program.host)
    return failed(
      key,
      "WRONG_HOST",
      `It led to ${click.destinationHost}, and should lead to ${link.page}`,
      again,
    );
  if (click.notCredited)
    return failed(
      key,
      "TAG_STRIPPED",
      "The click was risky, and the program's strict filter sent it on without the tag",
      again,
    );
  if (click.landingPage !== link.page)
    return failed(
      key,
      "WRONG_PAGE",
      `It led to ${click.landingPage}, and should lead to ${link.page}`,
      again,
    );
  return passed(key, `302 to ${link.page}${link.tag ? ", tag complete" : ", without a tag"}`);
}

export const setUpChecks = (program: ProgramFacts, partner: PartnerFacts): Check[] => [
  eventTypeCheck(program),
  contractCheck(partner),
  ...termsChecks(program, partner),
  linkCheck(partner),
  redirectCheck(program, partner),
];
