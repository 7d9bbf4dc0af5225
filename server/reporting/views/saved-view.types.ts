import { createUnionType, Field, GraphQLISODateTime, InputType, ObjectType } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Line } from "../../platform/api/scalars.ts";
import type { Role } from "../../platform/auth/rights.ts";
import { RoleValue } from "../../partnership/accounts/words.types.ts";

@Needs("reports:read")
@ObjectType("SavedView", {
  description: "A view of Explore by name: range, filters, comparison, grouping and order.",
  simpleResolvers: true,
})
export class SavedViewView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => String, { description: "Name." })
  name!: string;
  @Field(() => String, {
    description: "The part of the address of Explore after the question mark.",
  })
  query!: string;
  @Field(() => Boolean, { description: "Everybody of the account has it; else you alone." })
  isShared!: boolean;
  @Field(() => Boolean, { description: "You made it." })
  isMine!: boolean;
  @Field(() => Boolean, {
    description: "You may change and remove it: your own, and as an administrator shared ones.",
  })
  mayChange!: boolean;
  @Rows(3)
  @Field(() => [RoleValue], { description: "The roles whose people begin with it." })
  defaultFor!: Role[];
  @Field(() => Boolean, { description: "You begin with it." })
  isDefault!: boolean;
  @Field(() => String, { description: "Who made it." })
  ownerName!: string;
  @Field(() => GraphQLISODateTime, { description: "When it was last changed." })
  changedAt!: Date;
}

@InputType({ description: "A view to keep." })
export class SavedViewInput {
  @Field(() => ID, { description: "Of which program." })
  programId!: string;
  @Field(() => Line, {
    description: "Its name, 1 to 100 characters; no other that you see has it.",
  })
  name!: string;
  @Field(() => Line, {
    description: "The part of the address of Explore after the question mark, at most 4000.",
  })
  query!: string;
  @Field(() => Boolean, { defaultValue: false, description: "For everybody of the account." })
  isShared!: boolean;
}
@InputType({ description: "What becomes of a view; what is left out stays." })
export class SavedViewChange {
  @Field(() => Line, { nullable: true, description: "Another name." })
  name!: string | null;
  @Field(() => Line, { nullable: true, description: "Another view under the name." })
  query!: string | null;
  @Field(() => Boolean, { nullable: true, description: "For everybody of the account, or not." })
  isShared!: boolean | null;
  @Field(() => [RoleValue], {
    nullable: true,
    description:
      "The roles whose people begin with it, instead of any other view; administrators alone " +
      "say so, and of shared views.",
  })
  defaultFor!: Role[] | null;
}

@Needs("reports:read")
@ObjectType({ description: "The view as it is kept now." })
export class SavedViewOk {
  @Field(() => SavedViewView, { description: "The view." })
  readonly view: SavedViewView;
  constructor(view: SavedViewView) {
    this.view = view;
  }
}
@Needs("reports:read")
@ObjectType({ description: "The view is gone." })
export class RemoveViewOk {
  @Field(() => ID, { description: "Its identity." })
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}
export const SaveViewResult = createUnionType({
  name: "SaveViewResult",
  description: "What saveView and changeSavedView can answer.",
  types: () => [SavedViewOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
export const RemoveViewResult = createUnionType({
  name: "RemoveViewResult",
  description: "What removeSavedView can answer.",
  types: () => [RemoveViewOk, NotFound, IdempotencyKeyReused] as const,
});
