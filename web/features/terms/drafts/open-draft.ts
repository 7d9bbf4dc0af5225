/** Reads the draft that an address names, for the pages that write terms. */
import { graphql } from "../../../gql/index.ts";
import { loadOrThrow } from "../../../lib/api-server.ts";
import { isId } from "../../../lib/ids.ts";
import { draftOfContent } from "./draft-content.ts";
import type { OpenedDraft } from "./use-terms-draft.ts";

const TermsDraftById = graphql(/* GraphQL */ `
  query TermsDraftById($id: ID!) {
    termsDraft(id: $id) {
      id
      programId
      termsId
      name
      content
      number
      baseVersion
      isMine
      changedAt
    }
  }
`);

/**
 * Null where no such draft of the terms (null: of new ones) is there any more, or where something
 * else than this editor wrote it.
 */
export async function openDraft(
  id: string | string[] | undefined,
  of: { programId: string; termsId: string | null },
): Promise<OpenedDraft | null> {
  if (typeof id !== "string" || !isId(id)) return null;
  const { termsDraft: found } = await loadOrThrow(TermsDraftById, { id });
  const draft = found && draftOfContent(found.content);
  if (!draft || found.programId !== of.programId || found.termsId !== of.termsId) return null;
  const { number, name, isMine, baseVersion, changedAt } = found;
  return { id, number, name, isMine, base: baseVersion, draft, at: changedAt };
}
