import { GraphQLScalarType } from "graphql";
import type { Terms } from "../../domain/terms.ts";
import type { TermsDraft } from "../../domain/terms-draft.ts";
import {
  createUnionType,
  Field,
  GraphQLISODateTime,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotEntitled,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Count, CurrencyCode, Line, Name, Text } from "../../platform/api/scalars.ts";
import { EventPayoutInput } from "./payout-input.types.ts";
import { TermsNumbersInput, TermsNumbersView } from "./numbers.types.ts";
import { EventPayoutView } from "./payout.types.ts";
import { TermsSentenceView } from "./sentence.types.ts";

export enum TermsState {
  DRAFT = "DRAFT",
  ACTIVE = "ACTIVE",
  ARCHIVED = "ARCHIVED",
}
registerEnumType(TermsState, {
  name: "TermsState",
  description: "Where template terms stand.",
  valuesConfig: {
    DRAFT: { description: "Being written; cannot be proposed." },
    ACTIVE: { description: "Can be proposed to partners." },
    ARCHIVED: { description: "Takes no new partners; contracts go on." },
  },
});
export enum TermsWarningValue {
  NO_CPC_LIMIT = "NO_CPC_LIMIT",
  NO_SALE_EVENT_TYPE = "NO_SALE_EVENT_TYPE",
  LOCKING_TOO_SHORT = "LOCKING_TOO_SHORT",
  GEO_MAY_BE_UNKNOWN = "GEO_MAY_BE_UNKNOWN",
  SUB_ID_RULE = "SUB_ID_RULE",
}
registerEnumType(TermsWarningValue, {
  name: "TermsWarning",
  description: "What the author of terms should know.",
  valuesConfig: {
    NO_CPC_LIMIT: { description: "Clicks are paid without any limit, and clicks are final." },
    NO_SALE_EVENT_TYPE: {
      description:
        "Sales will be discarded: add Online Sale, with payout 0 if it is not to be paid.",
    },
    LOCKING_TOO_SHORT: {
      description:
        "Conversions lock before Amazon has stopped restating them: 1 month and 2 days are enough.",
    },
    GEO_MAY_BE_UNKNOWN: {
      description:
        "A rule excludes places; visitors from unknown places pass it unless an EXISTS rule " +
        "stands beside it.",
    },
    SUB_ID_RULE: {
      description:
        "A rule looks at sub ids: on Amazon Seller links they may cost the partner the credit.",
    },
  },
});
export enum CustomTermsKindValue {
  CUSTOM = "CUSTOM",
  EMAIL = "EMAIL",
  COPYWRITING = "COPYWRITING",
  PAID_SEARCH = "PAID_SEARCH",
  SEO = "SEO",
  TRADEMARK = "TRADEMARK",
  APPROVAL = "APPROVAL",
}
registerEnumType(CustomTermsKindValue, {
  name: "CustomTermsKind",
  description: "What custom terms are about.",
  valuesConfig: {
    CUSTOM: { description: "General terms." },
    EMAIL: { description: "Promotion by e-mail." },
    COPYWRITING: { description: "Texts about the brand." },
    PAID_SEARCH: { description: "Paid search." },
    SEO: { description: "Organic search." },
    TRADEMARK: { description: "Use of the trademark." },
    APPROVAL: { description: "What needs approval first." },
  },
});

@Needs("public")
@ObjectType("CustomTerms", {
  description: "A clause in the brand's own words: a text or a PDF.",
  simpleResolvers: true,
})
export class CustomTermsView {
  @Field(() => CustomTermsKindValue, { description: "What it is about." })
  kind!: CustomTermsKindValue;
  @Field(() => String, { nullable: true, description: "Its text; null where a file holds it." })
  text!: string | null;
  @Field(() => ID, {
    nullable: true,
    description: "The PDF, to be read at /files/{id}; null where a text holds it.",
  })
  fileId!: string | null;
  /** Shown as `name` to the brand alone; see terms.resolver.ts. */
  ownName!: string;
  brandAccountId!: string;
}

export const TermsAsInput = new GraphQLScalarType<never, TermsDraft>({
  name: "TermsAsInput",
  description: "Fields of TermsInput, as they can be sent.",
  serialize: (value) => value as TermsDraft,
});

@Needs("terms:read")
@ObjectType("TermsVersion", {
  description: "One immutable version of template terms.",
  simpleResolvers: true,
})
export class TermsVersionView extends TermsNumbersView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => Int, { description: "1, 2, 3 …" })
  number!: number;
  @Field(() => String, { description: "Currency of every amount." })
  currency!: string;
  @Rows(2)
  @Field(() => [EventPayoutView], { description: "What is paid for what." })
  eventPayouts!: EventPayoutView[];
  @Rows(1)
  @Field(() => [CustomTermsView], { description: "Clauses in the brand's own words." })
  customTerms!: CustomTermsView[];
  @Rows(10)
  @Field(() => [TermsSentenceView], {
    description: "All that the terms say but the special terms, in the order of reading.",
  })
  sentences!: TermsSentenceView[];
  /** Of `asInput`, which the brand alone reads; see terms.resolver.ts. */
  said!: Terms;
  brandAccountId!: string;
  @Field(() => [TermsWarningValue], { description: "What the author should know." })
  warnings!: TermsWarningValue[];
  @Field(() => String, { description: "What changed, in the author's words." })
  comment!: string;
  @Field(() => String, {
    nullable: true,
    description: "Who saved it; null for everybody but the brand, and where the person is gone.",
  })
  authorName!: string | null;
  @Field(() => GraphQLISODateTime, { description: "When it was saved." })
  createdAt!: Date;
}

@Needs("terms:read")
@ObjectType("TemplateTerms", {
  description: "Reusable terms of a program, in versions.",
  simpleResolvers: true,
})
export class TemplateTermsView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => String, { description: "Name; partners see it." })
  name!: string;
  @Field(() => [String], { description: "The brand's own labels; always empty for a partner." })
  labels!: string[];
  @Field(() => TermsState, { description: "Where they stand." })
  state!: TermsState;
  @Field(() => Boolean, {
    description: "Only a Template Terms Administrator may modify them; always false for a partner.",
  })
  restricted!: boolean;
  @Field(() => String, {
    nullable: true,
    description: "Code of the branded link, /t/{code}; null when it is closed, and for a partner.",
  })
  linkCode!: string | null;
  @Field(() => Count, {
    description: "Partners with a signed contract that has not ended; always 0 for a partner.",
  })
  signedPartners!: number;
  @Field(() => TermsVersionView, { description: "The newest version this account may read." })
  latest!: TermsVersionView;
  @Field(() => [TermsVersionView], {
    description: "All versions this account may read, newest first.",
  })
  versions!: TermsVersionView[];
  @Field(() => GraphQLISODateTime, { description: "When they were made." })
  createdAt!: Date;
}
export const TemplateTermsConnection = connectionOf(TemplateTermsView, "TemplateTerms");

@InputType({ description: "A clause in the brand's own words: either a text or a file." })
export class CustomTermsInput {
  @Field(() => Name, {
    description: "The brand's own name for it, 1 to 100 characters; partners never see it.",
  })
  name!: string;
  @Field(() => CustomTermsKindValue, {
    nullable: true,
    description: "What it is about; CUSTOM without it.",
  })
  kind!: CustomTermsKindValue | null;
  @Field(() => Text, { nullable: true, description: "Its text, at most 20,000 characters." })
  text!: string | null;
  @Field(() => ID, { nullable: true, description: "A PDF that was sent to /files." })
  fileId!: string | null;
}
@InputType({ description: "New template terms, or the next version of some." })
export class TermsInput extends TermsNumbersInput {
  @Field(() => Name, { description: "Name; partners see it." })
  name!: string;
  @Field(() => [Line], {
    defaultValue: [],
    description: "The brand's own labels, at most 20 of at most 60 characters.",
  })
  labels!: string[];
  @Field(() => CurrencyCode, { description: "ISO 4217 currency of all amounts." })
  currency!: string;
  @Field(() => [EventPayoutInput], { description: "At least one." })
  eventPayouts!: EventPayoutInput[];
  @Field(() => [CustomTermsInput], {
    defaultValue: [],
    description: "Clauses in the brand's own words, at most 20.",
  })
  customTerms!: CustomTermsInput[];
  @Field(() => Text, {
    defaultValue: "",
    description: "What changed and why, at most 5000 characters.",
  })
  comment!: string;
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "I know that clicks without a limit are paid without end and cannot be taken back.",
  })
  acknowledgeNoLimit!: boolean;
}

@Needs("terms:read")
@ObjectType({ description: "The terms were saved." })
export class SaveTermsOk {
  @Field(() => TemplateTermsView, { description: "The terms with their new version." })
  readonly terms: TemplateTermsView;
  @Field(() => [TermsWarningValue], { description: "What the author should know." })
  readonly warnings: TermsWarningValue[];
  constructor(terms: TemplateTermsView) {
    this.terms = terms;
    this.warnings = terms.latest.warnings;
  }
}
export const SaveTermsResult = createUnionType({
  name: "SaveTermsResult",
  description: "What createTerms, copyTerms and saveTermsVersion can answer.",
  types: () =>
    [SaveTermsOk, InvalidInput, NotFound, NotEntitled, Conflict, IdempotencyKeyReused] as const,
});
export const ActivateTermsResult = createUnionType({
  name: "ActivateTermsResult",
  description: "What activateTerms can answer.",
  types: () => [SaveTermsOk, NotFound, NotEntitled, Conflict, IdempotencyKeyReused] as const,
});
export const ArchiveTermsResult = createUnionType({
  name: "ArchiveTermsResult",
  description:
    "What archiveTerms, setTermsRestricted, openTermsLink and closeTermsLink can answer.",
  types: () => [SaveTermsOk, NotFound, Conflict, IdempotencyKeyReused] as const,
});
