import type { PreviewChangeMutation } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import type { ChangeDraft } from "./draft.ts";
import type { Ground } from "./ground-types.ts";

export interface WizardProps {
  program: { id: string; code: string };
  brandName: string;
  timeZone: string;
  today: string;
  ground: Ground;
  /** Null for a change that was not kept yet. */
  draftId: string | null;
  start: ChangeDraft;
  firstPreview: Loaded<PreviewChangeMutation> | null;
  maySend: boolean;
  mayWriteTerms: boolean;
}
