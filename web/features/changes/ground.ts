/** What a change stands on: terms, partners, the contracts in force. Server only: it asks with the visitor's cookie. */
import { readFragment } from "../../gql/index.ts";
import { askApi, loadOrThrow } from "../../lib/api-server.ts";
import { VersionFacts } from "../terms/documents.ts";
import { GroundContracts, GroundGroups, GroundPartners, GroundTerms } from "./ground-documents.ts";
import type { Ground } from "./ground-types.ts";

/** Beyond so many pages of 100 the wizard says that it shows a part. */
const pagesMax = 10;

interface PageOf<T> {
  nodes: readonly T[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
async function everyPage<T>(read: (after: string | null) => Promise<PageOf<T>>): Promise<{ nodes: T[]; complete: boolean }> {
  const nodes: T[] = [];
  let after: string | null = null;
  for (let page = 0; page < pagesMax; page += 1) {
    const found: PageOf<T> = await read(after);
    nodes.push(...found.nodes);
    if (!found.pageInfo.hasNextPage) return { nodes, complete: true };
    after = found.pageInfo.endCursor;
  }
  return { nodes, complete: false };
}

export async function readGround(programId: string, maySeeGroups: boolean): Promise<Ground> {
  const [terms, partners, contracts, groups] = await Promise.all([
    loadOrThrow(GroundTerms, { programId }),
    everyPage(async (after) => (await loadOrThrow(GroundPartners, { after })).partners),
    everyPage(async (after) => (await loadOrThrow(GroundContracts, { programId, after })).contracts),
    maySeeGroups ? askApi(GroundGroups, {}) : null,
  ]);
  return {
    terms: terms.termsList.nodes
      .filter(({ state }) => state === "ACTIVE")
      .map(({ id, name, labels, latest }) => ({ id, name, labels, number: latest.number, warnings: latest.warnings, facts: readFragment(VersionFacts, latest) })),
    partners: partners.nodes
      .filter(({ state }) => state === "ACTIVE")
      .map(({ id, name }) => {
        const own = contracts.nodes.filter(({ partnerAccountId }) => partnerAccountId === id);
        const contract = own.find(({ state }) => state === "ACTIVE") ?? own[0];
        return { id, name, contract: contract ? { termsId: contract.termsId, termsName: contract.termsName, version: contract.version.number } : null };
      }),
    groups: groups?.data?.partnerGroups ?? [],
    complete: partners.complete && contracts.complete,
  };
}
