import { createUnionType, Field, GraphQLISODateTime, InputType, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { describedEnum } from "../../platform/api/enum.ts";
import { ID } from "../../platform/api/id.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";
import { Count, TimeZone } from "../../platform/api/scalars.ts";
import { ExportFilters } from "./export-filters.types.ts";
import { exportFormatNames, exportFormats, type ExportFormatName } from "./formats.ts";
import { exportStates, stateWords, type ExportState } from "./states.ts";
import { exportTableNames, exportTables, type ExportTableName } from "./tables.ts";

export const ExportTableValue = describedEnum(exportTableNames, {
  name: "ExportTable",
  description: "What can leave as a file.",
  words: (name) => `${exportTables[name].words} Needs ${exportTables[name].needs.join(", ")}.`,
});
export const ExportFormatValue = describedEnum(exportFormatNames, {
  name: "ExportFormat",
  description: "In which form it leaves.",
  words: (name) => exportFormats[name].words,
});
const ExportStateValue = describedEnum(exportStates, {
  name: "ExportState",
  description: "How far an export is.",
  words: stateWords,
});

@InputType({ description: "A table as a file." })
export class ExportInput {
  @Field(() => ExportTableValue, { description: "Which table." })
  table!: ExportTableName;
  @Field(() => ExportFormatValue, { description: "In which format." })
  format!: ExportFormatName;
  @Field(() => ID, { description: "Of which program." })
  programId!: string;
  @Field(() => ExportFilters, {
    nullable: true,
    description: "Which rows; without it those that the list shows.",
  })
  filters!: ExportFilters | null;
  @Field(() => TimeZone, {
    nullable: true,
    description: "In whose clock instants are written; without it the brand account's.",
  })
  timeZone!: string | null;
  @Field(() => Boolean, {
    defaultValue: true,
    description: "Whether the file says what it is: zone, filters, definitions, by whom and when.",
  })
  about!: boolean;
}

@Needs("exports:read")
@ObjectType("ExportedTable", {
  description: "A table that you may have as a file.",
  simpleResolvers: true,
})
export class ExportedTableView {
  @Field(() => ExportTableValue, { description: "Which one." })
  table!: ExportTableName;
  @Field(() => String, { description: "What people call it." })
  title!: string;
  @Field(() => String, { description: "What a row is." })
  text!: string;
}

@Needs("exports:read")
@ObjectType("Export", {
  description:
    "A table that was asked for as a file. Who may read the table may read and cancel it.",
  simpleResolvers: true,
})
export class ExportView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ExportTableValue, { description: "Which table." })
  table!: ExportTableName;
  @Field(() => String, { description: "What people call the table." })
  title!: string;
  @Field(() => ExportFormatValue, { description: "In which format." })
  format!: ExportFormatName;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => String, { description: "The program's name." })
  programName!: string;
  @Field(() => String, { description: "Zone in whose clock its instants are written." })
  timeZone!: string;
  @Field(() => ExportStateValue, { description: "How far it is." })
  state!: ExportState;
  @Field(() => Count, { description: "Rows in it so far." })
  rowsDone!: number;
  @Field(() => Count, {
    nullable: true,
    description: "Rows that it will have; null: only making it tells.",
  })
  rowsTotal!: number | null;
  @Field(() => Count, { description: "Bytes of it so far." })
  bytes!: number;
  @Field(() => String, { nullable: true, description: "SHA-256 of the file, once it is ready." })
  sha256!: string | null;
  @Field(() => String, { description: "What the file is called." })
  fileName!: string;
  @Field(() => String, {
    description:
      "Where it is read: 202 as long as it is made, 200 or 206 (Range) then, 410 when it is gone.",
  })
  url!: string;
  @Field(() => String, { nullable: true, description: "Why it could not be made." })
  failure!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Who asked for it; null: somebody who is no member any more.",
  })
  requestedBy!: string | null;
  @Field(() => GraphQLISODateTime, { description: "When it was asked for." })
  requestedAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it was done with." })
  finishedAt!: Date | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "Until when the file is kept, once it is ready.",
  })
  expiresAt!: Date | null;
}
export const ExportConnection = connectionOf(ExportView, "Exports");

@Needs("exports:read")
@ObjectType({ description: "The export as it now stands." })
export class ExportOk {
  @Field(() => ExportView, { description: "The export." })
  readonly export: ExportView;
  constructor(view: ExportView) {
    this.export = view;
  }
}
export const RequestExportResult = createUnionType({
  name: "RequestExportResult",
  description: "What requestExport can answer.",
  types: () => [ExportOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
export const CancelExportResult = createUnionType({
  name: "CancelExportResult",
  description: "What cancelExport can answer.",
  types: () => [ExportOk, NotFound, Conflict] as const,
});
