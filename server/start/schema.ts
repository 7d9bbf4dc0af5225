/**
 * The list of resolvers becomes the schema. A query, mutation or subscription without a right does
 * not build.
 */
import "reflect-metadata";
import {
  GraphQLError,
  isInterfaceType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
  type GraphQLSchema,
} from "graphql";
import { buildSchemaSync, type NonEmptyArray } from "type-graphql";
import { AmazonConnectionResolver } from "../partnership/amazon/amazon-connection.resolver.ts";
import { accountResolvers } from "../partnership/accounts/resolvers.ts";
import { ConversionResolver } from "../reporting/conversions/conversion.resolver.ts";
import { BonusResolver } from "../money/bonuses/bonus.resolver.ts";
import { ClickResolver } from "../reporting/clicks/click.resolver.ts";
import { AlertResolver } from "../reporting/alerts/alert.resolver.ts";
import { PreviewResolver } from "../reporting/previews/preview.resolver.ts";
import { SearchResolver } from "../reporting/search/search.resolver.ts";
import { ContractChangeResolver } from "../partnership/contracts/change.resolver.ts";
import { ContractResolver } from "../partnership/contracts/contract.resolver.ts";
import { PartnerGroupResolver } from "../partnership/groups/partner-group.resolver.ts";
import { LedgerEntryResolver } from "../money/entries/ledger-entry.resolver.ts";
import { LimitResolver } from "../money/limits/limit.resolver.ts";
import { ExceptionListResolver } from "../partnership/lists/exception-list.resolver.ts";
import { LinkResolver } from "../partnership/links/link.resolver.ts";
import { AnnotationResolver } from "../reporting/annotations/annotation.resolver.ts";
import { SavedViewResolver } from "../reporting/views/saved-view.resolver.ts";
import { LinkDomainResolver } from "../partnership/link-domains/link-domain.resolver.ts";
import { MediaPropertyResolver } from "../partnership/media/media-property.resolver.ts";
import { TermsDraftResolver } from "../partnership/drafts/terms-draft.resolver.ts";
import { PartnerNoteResolver } from "../partnership/notes/partner-note.resolver.ts";
import { PromoCodeResolver } from "../partnership/promo-codes/promo-code.resolver.ts";
import { NoticeResolver } from "../partnership/notices/notice.resolver.ts";
import { NoticePreferenceResolver } from "../partnership/notices/preference.resolver.ts";
import { ParkedItemResolver } from "../money/parking/parked-item.resolver.ts";
import { SubmissionResolver } from "../money/submissions/submission.resolver.ts";
import { ReportHoldResolver } from "../money/holds/report-hold.resolver.ts";
import { ReportUploadResolver } from "../money/uploads/report-upload.resolver.ts";
import { CpcRequestResolver } from "../partnership/cpc/cpc-request.resolver.ts";
import { ProgramResolver } from "../partnership/programs/program.resolver.ts";
import { DryRunResolver } from "../reporting/replays/dry-run.resolver.ts";
import {
  ReplayMoveResolver,
  ReplayPartsResolver,
  ReplayResolver,
} from "../reporting/replays/replay.resolver.ts";
import { ExportResolver } from "../reporting/exports/export.resolver.ts";
import { ExportScheduleResolver } from "../reporting/exports/export-schedule.resolver.ts";
import { InquiryResolver } from "../reporting/inquiries/inquiry.resolver.ts";
import { ReconciliationResolver } from "../reporting/reconciliation/reconciliation.resolver.ts";
import { AmazonReportResolver } from "../reporting/reports/amazon-report.resolver.ts";
import { BreakdownResolver } from "../reporting/reports/breakdown.resolver.ts";
import { LinkListResolver } from "../reporting/links/link-list.resolver.ts";
import { ProgramPartnerResolver } from "../reporting/partners/program-partner.resolver.ts";
import { ReportResolver } from "../reporting/reports/report.resolver.ts";
import { TodayResolver } from "../reporting/today/today.resolver.ts";
import { VerificationResolver } from "../reporting/verification/verification.resolver.ts";
import { OwedResolver } from "../money/owed/owed.resolver.ts";
import { HealthResolver } from "../reporting/health/health.resolver.ts";
import { StatementResolver } from "../money/statements/statement.resolver.ts";
import { ApplicationResolver } from "../partnership/contracts/application.resolver.ts";
import { CampaignTermsResolver } from "../partnership/terms/campaign-terms.resolver.ts";
import { LintResolver } from "../partnership/terms/lint.resolver.ts";
import { TermsRulesResolver } from "../partnership/terms/terms-rules.resolver.ts";
import {
  CustomTermsResolver,
  TermsVersionResolver,
  TermsResolver,
} from "../partnership/terms/terms.resolver.ts";
import { mountCursors } from "../platform/graphql/cursors.ts";
import { mountGates, valuesWithoutGate } from "../platform/graphql/gates.ts";
import { rightOf } from "../platform/graphql/guard.ts";
import { schemaText } from "../platform/graphql/limits.ts";

const resolvers: NonEmptyArray<abstract new () => object> = [
  AmazonConnectionResolver,
  ConversionResolver,
  ApplicationResolver,
  BonusResolver,
  BreakdownResolver,
  LinkListResolver,
  CampaignTermsResolver,
  ClickResolver,
  PreviewResolver,
  AlertResolver,
  SearchResolver,
  ContractChangeResolver,
  ContractResolver,
  CustomTermsResolver,
  TermsVersionResolver,
  ExceptionListResolver,
  ExportResolver,
  ExportScheduleResolver,
  InquiryResolver,
  LedgerEntryResolver,
  LimitResolver,
  LinkResolver,
  LintResolver,
  LinkDomainResolver,
  MediaPropertyResolver,
  AnnotationResolver,
  HealthResolver,
  SavedViewResolver,
  NoticeResolver,
  NoticePreferenceResolver,
  OwedResolver,
  ParkedItemResolver,
  ReportHoldResolver,
  SubmissionResolver,
  ReportUploadResolver,
  PartnerGroupResolver,
  PartnerNoteResolver,
  TermsDraftResolver,
  PromoCodeResolver,
  CpcRequestResolver,
  ProgramResolver,
  ProgramPartnerResolver,
  DryRunResolver,
  ReplayMoveResolver,
  ReplayPartsResolver,
  ReconciliationResolver,
  ReplayResolver,
  AmazonReportResolver,
  ReportResolver,
  StatementResolver,
  TermsResolver,
  TermsRulesResolver,
  TodayResolver,
  VerificationResolver,
  ...accountResolvers,
];

/**
 * Fields that name no right: not on themselves, not on their type. The default is "no", so the
 * schema must not build.
 */
export function fieldsWithoutRight(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith("__"))
    .flatMap((type) =>
      isObjectType(type) || isInterfaceType(type)
        ? Object.values(type.getFields()).map((field) => ({ type, field }))
        : [],
    )
    .filter(({ type, field }) => rightOf(type, field) === undefined)
    .map(({ type, field }) => `${type.name}.${field.name}`);
}

export function buildApiSchema(): GraphQLSchema {
  const schema = buildSchemaSync({ resolvers, validate: false, pubSub: noPubSub });
  const missing = fieldsWithoutRight(schema);
  if (missing.length > 0)
    throw new GraphQLError(`These fields name no right: ${missing.join(", ")}`);
  const open = valuesWithoutGate(schema);
  if (open.length > 0) throw new GraphQLError(`These values have no gate: ${open.join(", ")}`);
  mountCursors(schema);
  mountGates(schema);
  schema.description = schemaText;
  return schema;
}

/** type-graphql asks for one although every subscription brings its own iterator. */
const noPubSub = {
  publish: () => {
    throw new Error("publish: subscriptions bring their own iterators");
  },
  subscribe: () => {
    throw new Error("subscribe: subscriptions bring their own iterators");
  },
};

export const printApiSchema = (): string =>
  `${printSchema(lexicographicSortSchema(buildApiSchema()))}\n`;
