/**
 * Who visits, where they may go, and which program the address names. One request to the API per
 * page.
 */
import { cache } from "react";
import { headers } from "next/headers";
import { forbidden, notFound, redirect } from "next/navigation";
import { graphql } from "../gql/index.ts";
import type { SessionQuery } from "../gql/graphql.ts";
import { askApi, failPage } from "./api-server.ts";
import { homeOf, type Space, spaceOf } from "./spaces.ts";

const Session = graphql(/* GraphQL */ `
  query Session {
    viewer {
      kind
      user {
        id
        name
        email
      }
      role
      rights
      account {
        id
        name
        kind
        currency
        timeZone
        financialYearStart
        firstWeekday
        edition
        supportContact
      }
      memberships {
        role
        account {
          id
          name
          kind
        }
      }
    }
  }
`);

const Programs = graphql(/* GraphQL */ `
  query SessionPrograms {
    programs(first: 100) {
      nodes {
        id
        code
        name
        brandAccountId
        brandName
        marketplace
        marketplaceCurrency
        marketplaceTimeZone
        timeZone
        simulated
        salesSource
        state
        uniqueWindowMinutes
        eventTypes {
          id
          kind
          state
        }
      }
    }
  }
`);

type FullViewer = SessionQuery["viewer"];
export type SessionAccount = NonNullable<FullViewer["account"]>;
export interface Viewer extends FullViewer {
  user: NonNullable<FullViewer["user"]>;
  account: SessionAccount;
}

/** The signed-in person, or null. A session that has ended counts as none. */
export const readViewer = cache(async (): Promise<FullViewer | null> => {
  const { data, failure } = await askApi(Session, {});
  if (failure?.code === "UNAUTHENTICATED") return null;
  if (data === null) return failPage(failure);
  return data.viewer.kind === "PERSON" ? data.viewer : null;
});

/** Programs the account may see: a brand's own, or those of the brands a partner works with. */
export const readPrograms = cache(async () => {
  const { data, failure } = await askApi(Programs, {});
  if (data === null && failure?.code !== "FORBIDDEN") return failPage(failure);
  return data?.programs.nodes ?? [];
});
export type SessionProgram = Awaited<ReturnType<typeof readPrograms>>[number];

/** What the 403 page of this request tells. */
export const readRefusal = cache((): { right: string | null; space: Space | null } => ({
  right: null,
  space: null,
}));

/** Ends the page with 403, naming the right that is missing. */
export function refuseAccess(missing: { right?: string; space?: Space }): never {
  const refusal = readRefusal();
  refusal.right = missing.right ?? null;
  refusal.space = missing.space ?? null;
  forbidden();
}

/** Leads to the sign-in page and back here afterwards. */
export async function redirectToSignIn(): Promise<never> {
  const here = (await headers()).get("x-page") ?? "/";
  redirect(here === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(here)}`);
}

/**
 * The signed-in person in an account of that space; else the sign-in page or 403. "any" takes every
 * account.
 */
export async function requireViewer(space: Space | "any"): Promise<Viewer> {
  const viewer = await readViewer();
  if (!viewer?.user || !viewer.account) return redirectToSignIn();
  if (space !== "any" && spaceOf(viewer.account.kind) !== space) refuseAccess({ space });
  return viewer as Viewer;
}

export function requireRight(viewer: Viewer, right: string): void {
  if (!viewer.rights.includes(right)) refuseAccess({ right });
}

/** The program that an address names by code (or id); 404 when it is not the account's. */
export async function requireProgram(codeOrId: string): Promise<SessionProgram> {
  const programs = await readPrograms();
  return (
    programs.find((program) => program.code === codeOrId || program.id === codeOrId) ?? notFound()
  );
}

/** Where the person starts after signing in or switching account. */
export async function homeAddress(viewer: Viewer): Promise<string> {
  const programs = spaceOf(viewer.account.kind) === "operator" ? [] : await readPrograms();
  return homeOf(viewer.account.kind, programs[0]?.code ?? null);
}
