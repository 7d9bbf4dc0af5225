import { ArgsType, Field } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { Count } from "../../platform/api/scalars.ts";
import type { SeenSave } from "./seen-drafts.ts";

/** The draft that terms are published from. */
@ArgsType()
export class PublishedDraftArgs {
  @Field(() => ID, {
    nullable: true,
    description: "The draft of terms that it becomes of: it goes with it.",
  })
  draftId!: string | null;
  @Field(() => Count, {
    nullable: true,
    description:
      "The number of its save that you have seen, needed with draftId: what somebody saved in " +
      "between is not lost unseen (DRAFT_CHANGED).",
  })
  draftNumber!: number | null;
}
export const seenIn = ({ draftId, draftNumber }: PublishedDraftArgs): SeenSave => ({
  draftId: draftId ?? null,
  draftNumber: draftNumber ?? null,
});
