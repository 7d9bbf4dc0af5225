import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import {
  CancelExportResult,
  ExportConnection,
  ExportedTableView,
  ExportInput,
  ExportView,
  RequestExportResult,
} from "./export.types.ts";
import { cancelExport, exportedTables, exportOf, exportsOf, requestExport } from "./exports.ts";

@Resolver()
export class ExportResolver {
  @Needs("exports:read")
  @Query(() => ExportConnection, {
    description: "Exports of your account, of tables that you may read, newest first.",
  })
  exports(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("programId", () => ID, { nullable: true, description: "Of this program alone." })
    programId: string | null,
  ) {
    return exportsOf(ctx, { first, after }, programId ?? null);
  }

  @Needs("exports:read")
  @Rows(20)
  @Query(() => [ExportedTableView], {
    description: "Every table that you may have as a file.",
  })
  exportedTables(@Ctx() ctx: Context) {
    return exportedTables(ctx);
  }

  @Needs("exports:read")
  @Query(() => ExportView, {
    nullable: true,
    description: "One export; null when there is none that you may read.",
  })
  export(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "As requestExport answered." }) id: string,
  ) {
    return exportOf(ctx, id);
  }

  @Needs("exports:write")
  @Mutation(() => RequestExportResult, {
    description:
      "Asks for a table as a file; it needs the right of the table's list, too. The file is made " +
      "of one moment's rows and kept for a week. An account has at most two in the making.",
  })
  requestExport(
    @Ctx() ctx: Context,
    @Arg("input", () => ExportInput, { description: "Which file." }) input: ExportInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return requestExport(ctx, input, idempotencyKey);
  }

  @Needs("exports:write")
  @Mutation(() => CancelExportResult, {
    description:
      "Cancels an export that is not ready, within a batch of rows; of a ready one the file is " +
      "thrown away.",
  })
  cancelExport(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "The export." }) id: string,
  ) {
    return cancelExport(ctx, id);
  }
}
