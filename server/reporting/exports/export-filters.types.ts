import { Field, InputType } from "type-graphql";
import { ClickFilter } from "../clicks/click-filter.types.ts";
import { ConversionFilter } from "../conversions/conversion.types.ts";
import { InquiryFilter } from "../inquiries/inquiry.types.ts";
import { GrainValue, RangeInput, ReportFilter } from "../reports/report.types.ts";
import { LedgerEntryFilter } from "../../money/entries/ledger-entry.types.ts";
import { StatementFilter } from "../../money/statements/statement.types.ts";
import { CurrencyCode } from "../../platform/api/scalars.ts";
import { ContractFilter } from "../../partnership/contracts/contract.types.ts";
import { TrackingLinkFilter } from "../../partnership/links/link.types.ts";

@InputType({ description: "Which report, as `report` takes it." })
export class ExportReportFilter {
  @Field(() => RangeInput, { nullable: true, description: "Which time it covers." })
  range!: RangeInput | null;
  @Field(() => GrainValue, {
    nullable: true,
    description: "Width of a bucket; without it the one that suits the range.",
  })
  grain!: GrainValue | null;
  @Field(() => ReportFilter, { nullable: true, description: "Which rows count." })
  filter!: ReportFilter | null;
}

@InputType({ description: "Which chain of seals." })
export class SealedFilter {
  @Field(() => CurrencyCode, { nullable: true, description: "In this currency alone." })
  currency!: string | null;
}

/** The filter of each list, as the list takes it. */
@InputType({
  description: "Which rows: the filter of the list that the table is of, and no other.",
})
export class ExportFilters {
  @Field(() => ClickFilter, { nullable: true, description: "Of CLICKS." })
  clicks?: ClickFilter | null;
  @Field(() => ConversionFilter, { nullable: true, description: "Of CONVERSIONS." })
  conversions?: ConversionFilter | null;
  @Field(() => LedgerEntryFilter, { nullable: true, description: "Of LEDGER_ENTRIES." })
  ledgerEntries?: LedgerEntryFilter | null;
  @Field(() => InquiryFilter, { nullable: true, description: "Of INQUIRIES." })
  inquiries?: InquiryFilter | null;
  @Field(() => StatementFilter, { nullable: true, description: "Of STATEMENT_LINES." })
  statements?: StatementFilter | null;
  @Field(() => SealedFilter, {
    nullable: true,
    description: "Of SEALED_ENTRIES and SEALS, which are of all programs of the partner.",
  })
  sealed?: SealedFilter | null;
  @Field(() => TrackingLinkFilter, {
    nullable: true,
    description: "Of TRACKING_LINKS; the program is the export's.",
  })
  trackingLinks?: TrackingLinkFilter | null;
  @Field(() => ContractFilter, {
    nullable: true,
    description: "Of CONTRACTS; the program is the export's.",
  })
  contracts?: ContractFilter | null;
  @Field(() => ExportReportFilter, {
    nullable: true,
    description: "Of REPORT_BUCKETS and REPORT_PARTNERS.",
  })
  report?: ExportReportFilter | null;
}
