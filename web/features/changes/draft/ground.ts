/**
 * What a change stands on: terms, partners, the contracts in force. Server only: it asks with the
 * visitor's cookie.
 */
import { graphql, readFragment } from "../../../gql/index.ts";
import { askApi, loadOrThrow } from "../../../lib/api-server.ts";
import {
  PartnerCombobox_PartnerFragmentDoc,
  VersionView_VersionFragmentDoc,
} from "../../../gql/graphql.ts";
import { groundPartners, type Ground, type GroundPartner } from "./ground-types.ts";

const GroundTerms = graphql(/* GraphQL */ `
  query GroundTerms($programId: ID!, $after: String) {
    termsList(first: 50, after: $after, programId: $programId) {
      nodes {
        id
        name
        labels
        state
        latest {
          number
          warnings
          ...VersionView_version
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const GroundPartners = graphql(/* GraphQL */ `
  query GroundPartners($after: String) {
    partners(first: 100, after: $after) {
      nodes {
        ...PartnerCombobox_partner
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const GroundContracts = graphql(/* GraphQL */ `
  query GroundContracts($programId: ID!, $partnerIds: [ID!]!, $after: String) {
    contracts(
      first: 100
      after: $after
      filter: { programId: $programId, partnerIds: $partnerIds, states: [ACTIVE, UPCOMING] }
    ) {
      nodes {
        id
        state
        partnerAccountId
        termsId
        termsName
        version {
          number
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const GroundGroups = graphql(/* GraphQL */ `
  query GroundGroups {
    partnerGroups {
      id
      name
      partnerIds
    }
  }
`);

/** Beyond so many pages, of 100 partners each, they are found by a search. */
const pagesMax = 10;

interface PageOf<T> {
  nodes: readonly T[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
async function everyPage<T>(
  read: (after: string | null) => Promise<PageOf<T>>,
): Promise<{ nodes: T[]; complete: boolean }> {
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

/** Partners page by page, each page with its contracts. */
async function readPartners(
  programId: string,
): Promise<{ nodes: GroundPartner[]; complete: boolean }> {
  return everyPage(async (after) => {
    const { nodes, pageInfo } = (await loadOrThrow(GroundPartners, { after })).partners;
    const partners = readFragment(PartnerCombobox_PartnerFragmentDoc, nodes);
    const partnerIds = partners.map(({ id }) => id);
    const contracts = await everyPage(
      async (next) =>
        (await loadOrThrow(GroundContracts, { programId, partnerIds, after: next })).contracts,
    );
    return { nodes: groundPartners(partners, contracts.nodes), pageInfo };
  });
}

export async function readGround(programId: string, maySeeGroups: boolean): Promise<Ground> {
  const [terms, partners, groups] = await Promise.all([
    everyPage(async (after) => (await loadOrThrow(GroundTerms, { programId, after })).termsList),
    readPartners(programId),
    maySeeGroups ? askApi(GroundGroups, {}) : null,
  ]);
  return {
    programId,
    terms: terms.nodes
      .filter(({ state }) => state === "ACTIVE")
      .map(({ id, name, labels, latest }) => ({
        id,
        name,
        labels,
        number: latest.number,
        warnings: latest.warnings,
        facts: readFragment(VersionView_VersionFragmentDoc, latest),
      })),
    partners: partners.nodes,
    groups: groups?.data?.partnerGroups ?? [],
    complete: partners.complete,
  };
}
