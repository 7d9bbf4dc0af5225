/** The five things that make clicks count and pay, and which of them are done. */
import type { OverviewQuery } from "../../gql/graphql.ts";

export const stepKeys = ["eventType", "terms", "contract", "link", "clicks"] as const;
export type StepKey = (typeof stepKeys)[number];
export interface Step {
  key: StepKey;
  done: boolean;
  href: string;
}

type Facts = Pick<OverviewQuery, "program" | "termsList" | "contracts" | "trackingLinks"> & { bothArrive: boolean };

export function stepsOf({ program, termsList, contracts, trackingLinks, bothArrive }: Facts, base: string): Step[] {
  return [
    { key: "eventType", done: program?.eventTypes.some(({ kind, state }) => kind === "CLICK" && state === "ACTIVE") ?? false, href: `${base}/settings` },
    { key: "terms", done: termsList.nodes.length > 0, href: `${base}/terms` },
    { key: "contract", done: contracts.nodes.length > 0, href: `${base}/contracts` },
    { key: "link", done: trackingLinks.nodes.length > 0, href: `${base}/links` },
    { key: "clicks", done: bothArrive, href: `${base}/verify` },
  ];
}
