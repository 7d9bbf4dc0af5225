import { createUnionType, Field, GraphQLISODateTime, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { IdempotencyKeyReused, InvalidInput, NotFound } from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";

@Needs("notes:write")
@ObjectType("PartnerNote", {
  description: "What a member of your brand noted about a partner. Partners do not see it.",
  simpleResolvers: true,
})
export class PartnerNoteView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ID, { description: "The partner account." })
  partnerAccountId!: string;
  @Field(() => String, { description: "The note." })
  text!: string;
  @Field(() => String, {
    nullable: true,
    description: "Name of who wrote it; null: no longer a member.",
  })
  author!: string | null;
  @Field(() => Boolean, { description: "You wrote it, and may delete it." })
  isOwn!: boolean;
  @Field(() => GraphQLISODateTime, { description: "When it was written." })
  createdAt!: Date;
}
export const PartnerNoteConnection = connectionOf(PartnerNoteView, "PartnerNotes");

@Needs("notes:write")
@ObjectType({ description: "The note stands." })
export class AddPartnerNoteOk {
  @Field(() => PartnerNoteView, { description: "The note." })
  readonly note: PartnerNoteView;
  constructor(note: PartnerNoteView) {
    this.note = note;
  }
}
@Needs("notes:write")
@ObjectType({ description: "The note is gone." })
export class DeletePartnerNoteOk {
  @Field(() => ID, { description: "Its identity." })
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}
export const AddPartnerNoteResult = createUnionType({
  name: "AddPartnerNoteResult",
  description: "What addPartnerNote can answer.",
  types: () => [AddPartnerNoteOk, InvalidInput, NotFound, IdempotencyKeyReused] as const,
});
export const DeletePartnerNoteResult = createUnionType({
  name: "DeletePartnerNoteResult",
  description: "What deletePartnerNote can answer.",
  types: () => [DeletePartnerNoteOk, NotFound, IdempotencyKeyReused] as const,
});
