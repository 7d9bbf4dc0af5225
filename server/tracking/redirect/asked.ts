/** What a request target asks for: a link as it was written, or as people's programs left it. */
import { cleanLink, type CleanLink } from "../../domain/link-cleanup.ts";
import { linkNameIn } from "../../domain/link-name.ts";
import { parseLinkPath, type LinkPath } from "../../domain/tracking.ts";
import type { KnownParts, LinkTable, Target } from "../link-table/link-table.ts";
import { readParameters, type LinkParameters } from "./query.ts";

export interface Asked {
  /** From memory; null when it holds no such link. */
  target: Target | null;
  /** The readable name that was asked for; null where codes were. */
  name: string | null;
  /** What the database may be asked for; null: no link can be read in it. */
  path: LinkPath | null;
  /** Null where the link that stands there exactly was found. */
  clean: CleanLink | null;
  /** It was read only after the clean-up. */
  cleaned: boolean;
  parameters: () => LinkParameters;
}

const nothingKnown: KnownParts = { brand: null, partner: null, program: null };

/** The clean-up runs only for what does not match as it stands. */
export function ask(
  links: Pick<LinkTable, "find" | "findClean" | "findNamed">,
  target: string,
): Asked {
  const question = target.indexOf("?");
  const asked = question === -1 ? target : target.slice(0, question);
  const path = parseLinkPath(asked);
  const exact = path && links.find(path);
  const parameters = () => readParameters(target, question === -1 ? target.length : question + 1);
  if (exact) return { target: exact, name: null, path, clean: null, cleaned: false, parameters };
  // What has four segments is no name: links of codes are not asked for one.
  const name = path === null ? linkNameIn(asked) : null;
  const named = name === null ? null : links.findNamed(name);
  if (named) return { target: named, name, path, clean: null, cleaned: false, parameters };
  const clean = cleanLink(target);
  const found = clean && links.findClean(clean);
  // A name that is on its way to the table is asked for as it stands.
  const isWhole = path !== null || name !== null;
  if (isWhole && !found) return { target: null, name, path, clean, cleaned: false, parameters };
  const query = clean?.query ?? "";
  return {
    target: found,
    name,
    path: clean?.paths[0] ?? null,
    clean,
    cleaned: true,
    parameters: () => readParameters(query, 0),
  };
}

/** Of a link that leads nowhere, whatever its codes name: support finds the request by it. */
export const knownPartsOf = (
  links: Pick<LinkTable, "knownParts">,
  asked: Asked | null,
): KnownParts => (asked?.clean ? links.knownParts(asked.clean.codes) : nothingKnown);
