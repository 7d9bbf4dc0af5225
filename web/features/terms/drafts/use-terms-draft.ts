"use client";
/** Terms that are written, kept on the server under an address that leads back to them. */
import { useClient } from "urql";
import { graphql } from "../../../gql/index.ts";
import type { KeptState } from "../../../lib/draft-keeper.ts";
import {
  publishOf,
  useKeptDraft,
  type KeptDraft,
  type SeenSave,
} from "../../../lib/use-kept-draft.ts";
import { useSendEach } from "../../../lib/use-send.ts";
import { nothing } from "../../../lib/touched.ts";
import type { Refusal } from "../../../ui/form.tsx";
import type { TermsDraft } from "../editor/draft.ts";
import { contentOf } from "./draft-content.ts";

const SaveTermsDraft = graphql(/* GraphQL */ `
  mutation SaveTermsDraft(
    $input: TermsDraftInput!
    $draftId: ID
    $draftNumber: Count
    $key: String!
  ) {
    saveTermsDraft(
      input: $input
      draftId: $draftId
      draftNumber: $draftNumber
      idempotencyKey: $key
    ) {
      __typename
      ... on TermsDraftOk {
        draft {
          id
          number
          changedAt
        }
      }
      ...Refused
    }
  }
`);

const NewestTermsDraft = graphql(/* GraphQL */ `
  query NewestTermsDraft($id: ID!) {
    termsDraft(id: $id) {
      number
      changedByName
      changedAt
    }
  }
`);

/** Without asking anything again: the page has left what the draft belonged to. */
const DropTermsDraft = graphql(/* GraphQL */ `
  mutation DropTermsDraft($id: ID!, $draftNumber: Count!, $key: String!) {
    deleteTermsDraft(id: $id, draftNumber: $draftNumber, idempotencyKey: $key) {
      __typename
      ...Refused
    }
  }
`);

/** What the page came with. */
export interface OpenedDraft extends KeptState {
  name: string;
  isMine: boolean;
  /** The version it stands on; null: new terms. */
  base: number | null;
  draft: TermsDraft;
}
interface Written {
  draft: TermsDraft;
  base: number | null;
}
interface TermsDraftState extends KeptDraft<Written> {
  /**
   * It became something else: what its writer kept goes, and nothing more is kept. What somebody
   * saved after it stays.
   */
  drop: () => Promise<void>;
  /**
   * Sends what it becomes, with the save that it becomes of; null where somebody saved in between,
   * which the page says.
   */
  publish: <S extends { ok: true } | { ok: false; refusal: Refusal }>(
    send: (seen: SeenSave) => Promise<S>,
  ) => Promise<S | null>;
  /** The writer begins anew. */
  discard: () => Promise<void>;
}

export function useTermsDraft(
  programId: string,
  termsId: string | null,
  first: OpenedDraft | null,
): TermsDraftState {
  const client = useClient();
  const { send } = useSendEach(SaveTermsDraft, nothing);
  const dropping = useSendEach(DropTermsDraft, nothing);
  const kept = useKeptDraft<Written>(first, {
    save: async ({ draft, base }, over) => {
      const sent = await send({
        input: { programId, termsId, baseVersion: base, content: contentOf(draft) },
        draftId: over?.id ?? null,
        draftNumber: over?.number ?? null,
      });
      if (!sent.ok) return sent;
      const { id, number, changedAt } = sent.result.draft;
      if (over === null) window.history.replaceState(null, "", `?draft=${id}`);
      return { ok: true, kept: { id, number, at: changedAt } };
    },
    newest: async (id) => {
      const { data } = await client.query(NewestTermsDraft.toString(), { id }).toPromise();
      const found = data?.termsDraft;
      return found
        ? { number: found.number, byName: found.changedByName, at: found.changedAt }
        : null;
    },
  });
  const drop = async () => {
    const last = await kept.stop();
    if (last) await dropping.send({ id: last.id, draftNumber: last.number });
  };
  return {
    ...kept,
    drop,
    publish: (send) => publishOf(kept, send),
    discard: async () => {
      await drop();
      kept.beginAnew();
      window.history.replaceState(null, "", window.location.pathname);
    },
  };
}
