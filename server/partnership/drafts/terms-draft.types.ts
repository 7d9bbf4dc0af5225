import { createUnionType, Field, GraphQLISODateTime, InputType, ObjectType } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";
import { Count, JsonText, Line } from "../../platform/api/scalars.ts";

@Needs("contracts:draft")
@ObjectType("TermsDraft", {
  description:
    "Terms that your brand's people write together and have not published. Kept as they stand, " +
    "also where they could not be saved as terms; partners do not see them.",
  simpleResolvers: true,
})
export class TermsDraftView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => ID, {
    nullable: true,
    description: "The terms whose next version it may become; null: new terms.",
  })
  termsId!: string | null;
  @Field(() => String, { nullable: true, description: "Their name." })
  termsName!: string | null;
  @Field(() => Count, {
    nullable: true,
    description: "The version it was begun from; null: new terms.",
  })
  baseVersion!: number | null;
  @Field(() => String, { description: "Its name among the drafts." })
  name!: string;
  @Field(() => String, { description: "A JSON object, as the editor that saved it holds it." })
  content!: () => Promise<string>;
  @Field(() => Count, { description: "How often it was saved: say it when you save the next one." })
  number!: number;
  @Field(() => Boolean, { description: "You began it." })
  isMine!: boolean;
  @Field(() => String, {
    nullable: true,
    description: "Who saved it last; null when the person has left.",
  })
  changedByName!: string | null;
  @Field(() => GraphQLISODateTime, { description: "When it was saved last." })
  changedAt!: Date;
  @Field(() => GraphQLISODateTime, { description: "When it was begun." })
  createdAt!: Date;
}

@InputType({ description: "Terms as they stand while they are written." })
export class TermsDraftInput {
  @Field(() => ID, { description: "The program; of a draft that is kept already, its own." })
  programId!: string;
  @Field(() => ID, {
    nullable: true,
    description: "The terms whose next version it may become; without it new terms.",
  })
  termsId!: string | null;
  @Field(() => Count, {
    nullable: true,
    description: "The version it stands on; goes with termsId.",
  })
  baseVersion!: number | null;
  @Field(() => Line, {
    nullable: true,
    description:
      "Its name among the drafts, 1 to 100 characters; without it, it keeps its own, and a new " +
      "one is called after its terms.",
  })
  name!: string | null;
  @Field(() => JsonText, {
    description: "A JSON object of at most 80,000 characters; nothing in it is checked.",
  })
  content!: string;
}

@Needs("contracts:draft")
@ObjectType({ description: "The draft as it is kept now." })
export class TermsDraftOk {
  @Field(() => TermsDraftView, { description: "The draft." })
  readonly draft: TermsDraftView;
  constructor(draft: TermsDraftView) {
    this.draft = draft;
  }
}
@Needs("contracts:draft")
@ObjectType({ description: "The draft is gone." })
export class DeleteTermsDraftOk {
  @Field(() => ID, { description: "Its identity." })
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}
export const TermsDraftResult = createUnionType({
  name: "TermsDraftResult",
  description: "What saveTermsDraft and renameTermsDraft can answer.",
  types: () => [TermsDraftOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
export const DeleteTermsDraftResult = createUnionType({
  name: "DeleteTermsDraftResult",
  description: "What deleteTermsDraft can answer.",
  types: () => [DeleteTermsDraftOk, NotFound, Conflict, IdempotencyKeyReused] as const,
});
