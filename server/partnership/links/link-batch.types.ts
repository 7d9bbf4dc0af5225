import { createUnionType, Field, InputType, ObjectType } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import {
  ErrorCodeValue,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
  UserError,
} from "../../platform/api/refusal.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Count, Line, Url } from "../../platform/api/scalars.ts";
import { describedEnum } from "../../platform/api/enum.ts";
import type { ErrorCode } from "../../domain/codes.ts";
import { cutText } from "../programs/landing-page.types.ts";
import { linkColumns, type LinkColumn, type LinkFault } from "./link-plan.ts";

export const LinkColumnValue = describedEnum(linkColumns, {
  name: "LinkColumn",
  description: "What of a row is wrong.",
  words: {
    partner: "The partner.",
    page: "The page or product.",
    ad: "The ad.",
    name: "The name.",
    sharedId: "The shared ID.",
  },
});

@InputType({
  description:
    "One of many links: to a page or an ad, or, with neither, to the program's page. What there " +
    "is already is given back.",
})
export class NewLinkInput {
  @Field(() => Count, {
    nullable: true,
    description: "Its number in answers; without it its place among the rows, from 1.",
  })
  row?: number | null;
  @Field(() => Line, {
    nullable: true,
    description: "The partner's name, code or ID; a partner may leave it out.",
  })
  partner?: string | null;
  @Field(() => Url, {
    nullable: true,
    description: "A page of the program's storefront, or a product's ASIN.",
  })
  page?: string | null;
  @Field(() => Line, { nullable: true, description: "Name or code of an ad of the brand's." })
  ad?: string | null;
  @Field(() => Line, { nullable: true, description: "Name for people, at most 200 characters." })
  name?: string | null;
  @Field(() => Line, {
    nullable: true,
    description: "Letters and digits, at most 255; passed to Amazon.",
  })
  sharedId?: string | null;
}

@Needs("links:write")
@ObjectType("LinkRowFault", {
  description: "Why a row can be no link.",
  simpleResolvers: true,
})
export class LinkRowFaultView {
  @Field(() => Count, { description: "Which row." })
  row!: number;
  @Field(() => LinkColumnValue, { description: "What of it." })
  column!: LinkColumn;
  @Field(() => ErrorCodeValue, { description: "Stable code." })
  code!: ErrorCode;
  @Field(() => String, { description: "One sentence for people: the fault and the way out." })
  message!: string;
}
const shownFaults = 100;
@Needs("public")
@ObjectType({
  implements: UserError,
  description: "Some rows can be no links, so none was made.",
})
export class LinkRowFaults extends UserError {
  @Rows(100)
  @Field(() => [LinkRowFaultView], { description: "The first 100 of them." })
  readonly faults: LinkRowFaultView[];
  @Field(() => Count, { description: "How many there are." })
  readonly count: number;
  static of(faults: readonly LinkFault[], rows: number): LinkRowFaults {
    const wrong = new Set(faults.map(({ row }) => row)).size;
    return new LinkRowFaults(
      "BAD_ROWS",
      `${wrong} of ${rows} rows cannot be links, so none was made`,
      ["rows"],
      faults,
    );
  }
  constructor(code: ErrorCode, message: string, path: string[], faults: readonly LinkFault[] = []) {
    super(code, message, path);
    this.faults = faults.slice(0, shownFaults);
    this.count = faults.length;
  }
}
@Needs("links:write")
@ObjectType("MadeLink", { description: "The link of a row.", simpleResolvers: true })
export class MadeLinkView {
  @Field(() => Count, { description: "Which row." })
  row!: number;
  @Field(() => ID, { description: "Identity of the link." })
  id!: string;
  @Field(() => String, { description: "Its name." })
  name!: string;
  @Field(() => String, { description: "The name of the partner that it credits." })
  partnerName!: string;
  @Field(() => String, { description: "Where it leads, without Amazon's tag." })
  page!: string;
  @Field(() => String, { description: "The address to share." })
  url!: string;
  @Rows(2)
  @Field(() => [String], { description: cutText })
  cut!: string[];
  @Field(() => Boolean, { description: "It was made now; else there was such a link already." })
  isNew!: boolean;
}
@Needs("links:write")
@ObjectType({ description: "Every row has its link." })
export class CreateLinksOk {
  @Rows(1000)
  @Field(() => [MadeLinkView], { description: "In the order of the rows." })
  readonly links: MadeLinkView[];
  @Field(() => Count, { description: "How many were made." })
  readonly made: number;
  @Field(() => String, {
    description: "The same as CSV, with the addresses: row, partner, name, page, address.",
  })
  readonly csv: string;
  constructor(links: MadeLinkView[], csv: string) {
    this.links = links;
    this.made = links.filter(({ isNew }) => isNew).length;
    this.csv = csv;
  }
}
export const CreateLinksResult = createUnionType({
  name: "CreateLinksResult",
  description: "What createLinks can answer.",
  types: () =>
    [CreateLinksOk, LinkRowFaults, InvalidInput, NotFound, IdempotencyKeyReused] as const,
});
