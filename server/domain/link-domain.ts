/**
 * A brand's own domain for its links: whose it is, and whether it leads to the tracker, as public
 * DNS says. A record of the brand's proves the first, an alias or the tracker's own address the
 * second.
 */
import { hostForm } from "./values/host.ts";
import { gateWebsite } from "./values/website.ts";
import { accept, refuse, type Result } from "./result.ts";

/** Names that a domain's records are told at and with. */
export const proofName = (host: string): string => `_counterfoil.${host}`;
export const proofText = (token: string): string => `counterfoil=${token}`;

/** A name that everybody can look up, in its one form. */
export function gateLinkHost(text: string, ...path: string[]): Result<string, "BAD_HOST"> {
  const bare = text
    .trim()
    .replace(/^https?:\/\//i, "")
    .replace(/\/$/, "");
  const host = hostForm(bare);
  if (host === null || !gateWebsite(`https://${host}/`).ok)
    return refuse(
      "BAD_HOST",
      "Give a name below a domain of yours that others can look up, such as go.example.com",
      ...path,
    );
  return accept(host);
}

/** What public DNS holds; null: no server answered. */
export interface DomainRecords {
  /** At proofName(). */
  texts: readonly string[];
  /** Of the host, by alias and by address. */
  aliases: readonly string[];
  addresses: readonly string[];
}
export const domainProblems = {
  DNS_SILENT: "No name server answered: nothing is known, so nothing was changed",
  NO_PROOF: "The TXT record that shows whose domain it is was not found",
  NOT_POINTED: "The name does not lead to the tracker: set the CNAME record",
} as const;
export type DomainProblem = keyof typeof domainProblems;

/** Null: it is the brand's, and links work by it. */
export function domainProblem(
  found: DomainRecords | null,
  wanted: { token: string; tracker: { host: string; addresses: readonly string[] } },
): DomainProblem | null {
  if (found === null) return "DNS_SILENT";
  if (!found.texts.includes(proofText(wanted.token))) return "NO_PROOF";
  const { host, addresses } = wanted.tracker;
  const leads =
    found.aliases.includes(host) || found.addresses.some((address) => addresses.includes(address));
  return leads ? null : "NOT_POINTED";
}

/** A domain that failed for so long is no longer shown in addresses. */
export const lostAfterMs = 2 * 86_400_000;
/** Looked at again: what is not proved yet, and what was. */
export const againAfterMs = { PENDING: 5 * 60_000, VERIFIED: 6 * 3_600_000 } as const;
/** What nobody proved within so long is looked at when somebody asks alone. */
export const triedForMs = 7 * 86_400_000;

export interface DomainState {
  state: "PENDING" | "VERIFIED" | "LOST";
  problem: DomainProblem | null;
  /** Since when it fails without a break; null: it does not, or never held. */
  failingSince: number | null;
}
/** What a domain is once it was looked at. One that held is given two days to be mended. */
export function lookedAt(
  { state, failingSince }: DomainState,
  problem: DomainProblem | null,
  now: number,
): DomainState {
  if (problem === null) return { state: "VERIFIED", problem: null, failingSince: null };
  if (problem === "DNS_SILENT" || state !== "VERIFIED") return { state, problem, failingSince };
  const since = failingSince ?? now;
  return now - since >= lostAfterMs
    ? { state: "LOST", problem, failingSince: since }
    : { state, problem, failingSince: since };
}
