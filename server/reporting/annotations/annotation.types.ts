import {
  ArgsType,
  createUnionType,
  Field,
  GraphQLISODateTime,
  InputType,
  ObjectType,
} from "type-graphql";
import { describedEnum } from "../../platform/api/enum.ts";
import { ID } from "../../platform/api/id.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";
import { Count, Text, TimeZone } from "../../platform/api/scalars.ts";
import { RangeInput, ReportScope } from "../reports/report.types.ts";
import { annotationKinds, annotationNames, type AnnotationName } from "./annotation-kinds.ts";

export const AnnotationKindValue = describedEnum(annotationNames, {
  name: "AnnotationKind",
  description: "What happened beside the figures.",
  words: (name) => `${annotationKinds[name].words} Needs ${annotationKinds[name].needs}.`,
});

@Needs("reports:read")
@ObjectType("ReportNote", { description: "A person's note.", simpleResolvers: true })
export class ReportNoteView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => GraphQLISODateTime, { description: "The instant that it is about." })
  at!: Date;
  @Field(() => String, { description: "What it says." })
  text!: string;
  @Field(() => String, { description: "Who wrote it." })
  authorName!: string;
  @Field(() => Boolean, {
    description: "You may change and remove it: your own, and as an administrator any.",
  })
  mayChange!: boolean;
}
@Needs("reports:read")
@ObjectType("Annotation", {
  description: "What happened on a date that may explain figures. What is alike is one.",
  simpleResolvers: true,
})
export class AnnotationView {
  @Field(() => AnnotationKindValue, { description: "What happened." })
  kind!: AnnotationName;
  @Field(() => GraphQLISODateTime, { description: "When; of several the first." })
  at!: Date;
  @Field(() => Count, { description: "How often on that date: contracts, limits, partners." })
  count!: number;
  @Field(() => String, {
    nullable: true,
    description: "The one partner whom it is about; null: several, or none.",
  })
  partnerName!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Which one: "Terms, version 3", the name of a file; null: nothing more to tell.',
  })
  detail!: string | null;
  @Field(() => ReportNoteView, { nullable: true, description: "Of a note: the note." })
  note!: ReportNoteView | null;
}

@ArgsType()
export class AnnotationArgs {
  @Field(() => ReportScope, { description: "Of which program." })
  scope!: ReportScope;
  @Field(() => RangeInput, { description: "Of which time, as a report is asked for." })
  range!: RangeInput;
  @Field(() => TimeZone, {
    nullable: true,
    description: "IANA zone of its dates; without it the brand account's.",
  })
  timeZone!: string | null;
}

@InputType({ description: "A note beside the charts." })
export class ReportNoteInput {
  @Field(() => ID, { description: "Of which program." })
  programId!: string;
  @Field(() => GraphQLISODateTime, { description: "The instant that it is about." })
  at!: Date;
  @Field(() => Text, { description: "1 to 1000 characters." })
  text!: string;
}
@InputType({ description: "What becomes of a note." })
export class ReportNoteChange {
  @Field(() => GraphQLISODateTime, { description: "The instant that it is about." })
  at!: Date;
  @Field(() => Text, { description: "1 to 1000 characters." })
  text!: string;
}
@Needs("reports:read")
@ObjectType({ description: "The note as it is now." })
export class ReportNoteOk {
  @Field(() => ReportNoteView, { description: "The note." })
  readonly note: ReportNoteView;
  constructor(note: ReportNoteView) {
    this.note = note;
  }
}
@Needs("reports:read")
@ObjectType({ description: "The note is gone." })
export class RemoveReportNoteOk {
  @Field(() => ID, { description: "Its identity." })
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}
export const ReportNoteResult = createUnionType({
  name: "ReportNoteResult",
  description: "What addReportNote and changeReportNote can answer.",
  types: () => [ReportNoteOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
export const RemoveReportNoteResult = createUnionType({
  name: "RemoveReportNoteResult",
  description: "What removeReportNote can answer.",
  types: () => [RemoveReportNoteOk, NotFound, Conflict, IdempotencyKeyReused] as const,
});
