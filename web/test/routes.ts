/**
 * Every route of the dashboard, found in the folder of its pages, with an address that shows it and
 * who may see it.
 */
import { globSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext } from "playwright-core";
import { rootFolder } from "./root.ts";
import { ask } from "./product.ts";

export interface Route {
  /** As in the folder: "/b/[program]/deals/terms". */
  pattern: string;
  address: string;
  /** null = nobody is signed in. */
  email: string | null;
}

export const brandPerson = "ana.brand@acme.example";
export const partnerPerson = "nora@northwind.example";
/** Nobody clicks its links in the demo: its own limit is far at every hour. */
export const quietPartnerPerson = "hanna@homelyfinds.example";
const people: [prefix: string, email: string][] = [
  ["/b", brandPerson],
  ["/dev", brandPerson],
  ["/settings", brandPerson],
  ["/notices", brandPerson],
  ["/p", partnerPerson],
  ["/operator", "op@counterfoil.example"],
];

export const patterns = (): string[] =>
  globSync("**/page.tsx", { cwd: join(rootFolder, "web", "app") })
    .map(
      (file) =>
        `/${file
          .replaceAll("\\", "/")
          .replace(/\/?page\.tsx$/, "")
          .replaceAll(/\([^)]*\)\/?/g, "")}`,
    )
    .toSorted();

interface World {
  programs: { nodes: { id: string; code: string; name: string }[] };
}
interface Opened {
  openTermsLink: { terms?: { linkCode: string } };
}
interface Found {
  clicks: { nodes: { id: string }[] };
  conversions: { nodes: { id: string }[] };
  contracts: { nodes: { id: string }[] };
  termsList: { nodes: { id: string }[] };
  partners: { nodes: { id: string }[] };
  noticeGroups: { nodes: { id: string }[] };
}
interface Drafted {
  saveContractChangeDraft: { change: { id: string } };
}

export const programOf = async (
  context: BrowserContext,
  url: string,
  name = "ACME Outdoor",
): Promise<{ id: string; code: string }> => {
  const { programs } = await ask<World>(context, url, "{ programs { nodes { id code name } } }");
  const found = programs.nodes.find((program) => program.name.startsWith(name));
  if (!found) throw new Error(`There is no program of ${name}`);
  return found;
};

/** The code of a branded link to these terms, opened for it. */
async function linkCodeOf(context: BrowserContext, url: string, id: string): Promise<string> {
  const mutation = `mutation($id: ID!) {
      openTermsLink(id: $id, idempotencyKey: "routes") { ... on SaveTermsOk { terms { linkCode } } }
    }`;
  return (await ask<Opened>(context, url, mutation, { id })).openTermsLink.terms?.linkCode ?? "";
}

/** A contract change that was begun; the same one each time. */
async function draftOf(context: BrowserContext, url: string, termsId: string): Promise<string> {
  const made = await ask<Drafted>(
    context,
    url,
    `mutation($input: ContractChangeInput!) {
      saveContractChangeDraft(input: $input, idempotencyKey: "every route") {
        ... on ContractChangeOk { change { id } }
      }
    }`,
    { input: { strategy: "INVITE", termsId, effectiveOn: "", comment: "To be continued." } },
  );
  return made.saveContractChangeDraft.change.id;
}

/** Something real for each name in brackets. */
async function valuesOf(
  context: BrowserContext,
  url: string,
  isBrand: boolean,
): Promise<(pattern: string, name: string) => string> {
  const program = await programOf(context, url);
  const found = await ask<Found>(
    context,
    url,
    `query($id: ID!) {
      clicks(programId: $id, first: 1) { nodes { id } }
      conversions(programId: $id, first: 1) { nodes { id } }
      contracts(first: 1, filter: { programId: $id }) { nodes { id } }
      termsList(first: 1, programId: $id) { nodes { id } }
      partners(first: 1) { nodes { id } }
      noticeGroups(first: 1) { nodes { id } }
    }`,
    { id: program.id },
  );
  const code = isBrand ? await linkCodeOf(context, url, found.termsList.nodes[0]?.id ?? "") : "";
  const change = isBrand ? await draftOf(context, url, found.termsList.nodes[0]?.id ?? "") : "";
  return (pattern, name) => {
    const id = (list: { nodes: { id: string }[] }): string => list.nodes[0]?.id ?? "";
    const listed = pattern.includes("/contracts/") ? found.contracts : found.termsList;
    const value = {
      program: program.code,
      clickId: id(found.clicks),
      click: id(found.clicks),
      saleId: id(found.conversions),
      partner: id(found.partners),
      group: id(found.noticeGroups),
      n: "1",
      code,
      id: pattern.includes("/deals/changes/") ? change : id(listed),
    }[name];
    if (!value)
      throw new Error(
        `Nothing is known for [${name}] of ${pattern}: say in web/test/routes.ts what stands ` +
          "there.",
      );
    return value;
  };
}

/** `contexts` holds a context for each person in which they are signed in. */
export async function everyRoute(
  contextOf: (email: string) => Promise<BrowserContext>,
  url: string,
): Promise<Route[]> {
  const routes: Route[] = [];
  for (const pattern of patterns()) {
    const email =
      people.find(([prefix]) => pattern === prefix || pattern.startsWith(`${prefix}/`))?.[1] ??
      null;
    const isPartner = email === partnerPerson;
    const fill = pattern.includes("[")
      ? await valuesOf(await contextOf(isPartner ? partnerPerson : brandPerson), url, !isPartner)
      : null;
    const address = fill
      ? pattern.replaceAll(/\[(\w+)\]/g, (_, name: string) => fill(pattern, name))
      : pattern;
    routes.push({ pattern, address, email });
  }
  return routes;
}
