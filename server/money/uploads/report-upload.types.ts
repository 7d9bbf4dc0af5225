import {
  createUnionType,
  Field,
  GraphQLISODateTime,
  Int,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { Count } from "../../platform/api/scalars.ts";
import { keptFaults, keptPartners } from "../../domain/report-upload.ts";
import { connectionOf } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Money } from "../../platform/api/money.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { ReportGroupingValue } from "../../partnership/amazon/amazon-connection.types.ts";

export enum ReportUploadState {
  READING = "READING",
  READY = "READY",
  BOOKING = "BOOKING",
  HELD = "HELD",
  BOOKED = "BOOKED",
  FAILED = "FAILED",
}
registerEnumType(ReportUploadState, {
  name: "ReportUploadState",
  description: "How far a report is that was sent in a file.",
  valuesConfig: {
    READING: { description: "What it would change is being found out." },
    READY: { description: "Its preview can be read. Nothing of it is booked." },
    BOOKING: { description: "It is being booked: all of it, or nothing." },
    HELD: {
      description:
        "It would take back too much: nothing of it is booked until a person decides " +
        "(decideHeldReport).",
    },
    BOOKED: { description: "It is booked." },
    FAILED: { description: "It could not be read; nothing of it is booked." },
  },
});

@Needs("conversions:write")
@ObjectType("ReportUploadFault", {
  description: "A row of the file that cannot be read: nothing is booked before it is mended.",
  simpleResolvers: true,
})
export class ReportUploadFaultView {
  @Field(() => Int, { description: "The row, from 1, as a table program counts." })
  row!: number;
  @Field(() => String, { description: "The column by its name; empty: the row as a whole." })
  column!: string;
  @Field(() => String, { description: "What is wrong." })
  fault!: string;
  @Field(() => String, { description: "What to do." })
  fix!: string;
}

@Needs("conversions:write")
@ObjectType("ReportUploadSums", {
  description: "By how much booking the file would change sales. What it takes back is part of it.",
  simpleResolvers: true,
})
export class ReportUploadSumsView {
  @Field(() => Count, { description: "Change of orders." })
  orders!: number;
  @Field(() => Money, { description: "Change of the sales amount." })
  amount!: Money;
  @Field(() => Money, { description: "Change of what is paid." })
  payout!: Money;
  @Field(() => Count, { description: "Orders that would be taken back." })
  ordersTaken!: number;
  @Field(() => Money, { description: "Sales amount that would be taken back." })
  amountTaken!: Money;
}

@Needs("conversions:write")
@ObjectType("ReportUploadPartner", {
  description: "What booking the file would change for one partner.",
  simpleResolvers: true,
})
export class ReportUploadPartnerView {
  @Field(() => ID, { nullable: true, description: "The partner; null: of none that is known." })
  partnerId!: string | null;
  @Field(() => String, { nullable: true, description: "Its name." })
  partnerName!: string | null;
  @Field(() => ReportUploadSumsView, { description: "What would change." })
  sums!: ReportUploadSumsView;
}

@Needs("conversions:write")
@ObjectType("ReportUploadHold", {
  description: "Why all of it would be held: it takes back more than can be believed at once.",
  simpleResolvers: true,
})
export class ReportUploadHoldView {
  @Field(() => Count, { description: "Orders booked of its dates." })
  ordersBooked!: number;
  @Field(() => Count, { description: "Of them those that it would take back." })
  ordersTaken!: number;
  @Field(() => Money, { description: "Sales amount that it would take back." })
  amountTaken!: Money;
}

@Needs("conversions:write")
@ObjectType("ReportUploadPreview", {
  description: "What booking the file would change, as of when it was tried.",
  simpleResolvers: true,
})
export class ReportUploadPreviewView {
  @Field(() => String, { nullable: true, description: "First date in it, YYYY-MM-DD." })
  startDate!: string | null;
  @Field(() => String, { nullable: true, description: "Last date, YYYY-MM-DD." })
  endDate!: string | null;
  @Field(() => Count, { description: "Rows that tell other figures than are known." })
  changed!: number;
  @Field(() => Count, { description: "Rows that tell what is known already." })
  unchanged!: number;
  @Field(() => Count, { description: "Rows of which Amazon told something newer." })
  stale!: number;
  @Field(() => Count, { description: "Rows of other campaigns: left as they are." })
  foreign!: number;
  @Field(() => Count, {
    description:
      "Rows that tell nothing: empty, or all zeros where Amazon told figures, which is how it " +
      "hides.",
  })
  masked!: number;
  @Field(() => Count, {
    description:
      "Ad groups and dates that would wait for the report in another grouping: by ad, for one " +
      "by partner that tells no less than its ads.",
  })
  waiting!: number;
  @Field(() => Count, { description: "Ad groups and dates that could not be booked." })
  parked!: number;
  @Field(() => ReportUploadHoldView, {
    nullable: true,
    description: "Not null: all of it would be held until a person decides.",
  })
  hold!: ReportUploadHoldView | null;
  @Field(() => ReportUploadSumsView, { description: "What would change in all." })
  total!: ReportUploadSumsView;
  @Rows(keptPartners)
  @Field(() => [ReportUploadPartnerView], {
    description: `By partner, those that change most, at most ${keptPartners}.`,
  })
  partners!: ReportUploadPartnerView[];
  @Field(() => Count, { description: "How many partners would change." })
  partnerCount!: number;
}

@Needs("conversions:write")
@ObjectType("ReportUpload", {
  description:
    "Amazon's report that was sent in a file (POST /files/report). Nothing of it is booked " +
    "before bookReportUpload; then all of it is, as a report that Amazon told. Of " +
    "those that nobody books the newest 20 are kept, for a week.",
  simpleResolvers: true,
})
export class ReportUploadView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => String, { description: "Its name." })
  programName!: string;
  @Field(() => Boolean, { description: "Its sales are simulated." })
  simulated!: boolean;
  @Field(() => String, { description: "What the file is called." })
  fileName!: string;
  @Field(() => ReportUploadState, { description: "How far it is." })
  state!: ReportUploadState;
  @Field(() => ReportGroupingValue, { description: "How its rows are summed." })
  grouping!: ReportGroupingValue;
  @Field(() => Count, { description: "Rows in it." })
  rowCount!: number;
  @Field(() => [String], { description: "Columns that say nothing here." })
  unusedColumns!: string[];
  @Field(() => GraphQLISODateTime, { description: "As of when its figures are." })
  downloadedAt!: Date;
  @Rows(keptFaults)
  @Field(() => [ReportUploadFaultView], {
    description: `Rows that cannot be read, the first ${keptFaults}.`,
  })
  faults!: ReportUploadFaultView[];
  @Field(() => Count, { description: "How many rows cannot be read; nothing is booked unless 0." })
  faultCount!: number;
  @Field(() => ReportUploadPreviewView, {
    nullable: true,
    description: "What it would change; null as long as it is found out.",
  })
  preview!: ReportUploadPreviewView | null;
  @Field(() => String, { nullable: true, description: "Why it could not be read." })
  failure!: string | null;
  @Field(() => GraphQLISODateTime, { description: "When it was sent." })
  createdAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it was booked." })
  bookedAt!: Date | null;
}
export const ReportUploadConnection = connectionOf(ReportUploadView, "ReportUploads");

@Needs("conversions:write")
@ObjectType({ description: "It is booked within moments, all of it.", simpleResolvers: true })
export class BookReportUploadOk {
  @Field(() => ReportUploadView, { description: "The file." })
  readonly reportUpload: ReportUploadView;
  constructor(reportUpload: ReportUploadView) {
    this.reportUpload = reportUpload;
  }
}
export const BookReportUploadResult = createUnionType({
  name: "BookReportUploadResult",
  description: "What bookReportUpload can answer.",
  types: () =>
    [BookReportUploadOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
