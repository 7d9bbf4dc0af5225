/** What a contract change would do, before it is sent. */
import { createUnionType, Field, GraphQLISODateTime, Int, ObjectType } from "type-graphql";
import { Count } from "../../platform/api/scalars.ts";
import { PageInfo } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Conflict, InvalidInput, NotFound } from "../../platform/api/refusal.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { EventTypeKind } from "../programs/program.types.ts";
import { TermsDifferenceView } from "../terms/difference.types.ts";
import { TermsWarningValue } from "../terms/terms.types.ts";

@Needs("contracts:draft")
@ObjectType("PreviewPartner", {
  description: "What a change would do to one partner.",
  simpleResolvers: true,
})
export class PreviewPartnerView {
  @Field(() => ID, { description: "The partner account." })
  partnerId!: string;
  @Field(() => String, { description: "Its name." })
  partnerName!: string;
  @Field(() => String, {
    nullable: true,
    description: "Name of the terms in force; null without a contract.",
  })
  currentTermsName!: string | null;
  @Field(() => Int, { nullable: true, description: "Their version." })
  currentVersion!: number | null;
  @Field(() => Int, { description: "Days of notice." })
  noticeDays!: number;
  @Field(() => String, { description: "First day on which a change may take effect, YYYY-MM-DD." })
  earliestOn!: string;
  @Field(() => [String], { description: "The steps, in plain words; empty when it is left out." })
  steps!: string[];
  @Field(() => String, { nullable: true, description: "Why it is left out: a stable code." })
  code!: string | null;
  @Field(() => String, { nullable: true, description: "The same in words." })
  message!: string | null;
}
@Needs("contracts:draft")
@ObjectType("NewCount", {
  description: "A payout group that begins to count at nothing: its limits can be used anew.",
  simpleResolvers: true,
})
export class NewCountView {
  @Field(() => EventTypeKind, { description: "Of which payout." })
  event!: EventTypeKind;
  @Field(() => String, { description: "Name of the new group." })
  groupName!: string;
  @Field(() => String, { description: "Name of the group that counted so far." })
  earlierName!: string;
  @Field(() => String, {
    description: "Its id: where the new group is sent with it, the count goes on.",
  })
  earlierId!: string;
  @Field(() => String, {
    description: "One sentence for people, with what is used in the running periods.",
  })
  message!: string;
}
@Needs("contracts:draft")
@ObjectType("VersionDifferences", {
  description: "What changes for the partners that are on one version now.",
  simpleResolvers: true,
})
export class VersionDifferencesView {
  @Field(() => String, { description: "Name of the terms they are on." })
  beforeName!: string;
  @Field(() => Int, { description: "Their version." })
  beforeVersion!: number;
  @Field(() => Count, { description: "How many of the touched partners are on it." })
  partners!: number;
  @Rows(10)
  @Field(() => [TermsDifferenceView], { description: "Clause by clause." })
  differences!: TermsDifferenceView[];
  @Rows(2)
  @Field(() => [NewCountView], {
    description: "Groups that begin to count at nothing where a group of that version counted.",
  })
  newCounts!: NewCountView[];
}
@Needs("contracts:draft")
@ObjectType("ContractChangePreview", {
  description: "A contract change as it would be carried out now; nothing was written.",
  simpleResolvers: true,
})
export class ChangePreviewView {
  @Field(() => GraphQLISODateTime, { description: "From when on." })
  effectiveAt!: Date;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "First instant after a temporary contract.",
  })
  endsAt!: Date | null;
  @Field(() => String, {
    description:
      "First date at Amazon, YYYY-MM-DD, whose sales are paid by the new terms: a sale " +
      "carries no time, and counts under what is in force when its date ends there.",
  })
  salesFrom!: string;
  @Field(() => Count, { description: "Partners it would reach." })
  touched!: number;
  @Field(() => Count, { description: "Partners it would leave out." })
  leftOut!: number;
  @Field(() => String, { description: "First day that suits every partner, YYYY-MM-DD." })
  earliestOn!: string;
  @Field(() => Boolean, {
    description: "Money or event types change, so partners must be told why.",
  })
  needsComment!: boolean;
  @Field(() => [TermsWarningValue], { description: "What the author of the terms should know." })
  warnings!: TermsWarningValue[];
  @Rows(2)
  @Field(() => [VersionDifferencesView], {
    description: "What changes, for each version partners are on now.",
  })
  differences!: VersionDifferencesView[];
  @Field(() => [PreviewPartnerView], { description: "The partners of this page, by name." })
  partners!: PreviewPartnerView[];
  @Field(() => PageInfo, { description: "How to go on." })
  pageInfo!: PageInfo;
  @Field(() => String, {
    nullable: true,
    description: "Why it could not be applied as it stands: a stable code.",
  })
  refusalCode!: string | null;
  @Field(() => String, { nullable: true, description: "The same in words." })
  refusalMessage!: string | null;
  @Field(() => [String], { description: "The field at fault; empty when none is." })
  refusalPath!: string[];
}

@Needs("contracts:draft")
@ObjectType({ description: "The change as it would be carried out; nothing was written." })
export class PreviewChangeOk {
  @Field(() => ChangePreviewView, { description: "The preview." })
  readonly preview: ChangePreviewView;
  constructor(preview: ChangePreviewView) {
    this.preview = preview;
  }
}
export const PreviewChangeResult = createUnionType({
  name: "PreviewChangeResult",
  description: "What previewContractChange can answer.",
  types: () => [PreviewChangeOk, InvalidInput, NotFound, Conflict] as const,
});
