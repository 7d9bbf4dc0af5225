import { Arg, Ctx, Query, Resolver } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Count } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import type { RiskFilter } from "../../domain/validity.ts";
import { RiskFilterValue, UniqueWindowType } from "../../partnership/programs/program.types.ts";
import { ProgramSettingsPreviewView } from "./preview.types.ts";
import { programSettingsPreview } from "./previews.ts";

@Resolver()
export class PreviewResolver {
  @Needs("programs:write")
  @Rows(50)
  @Query(() => ProgramSettingsPreviewView, {
    nullable: true,
    description:
      "What another window for repeats or click filter would have made of the last 30 days' " +
      "clicks, the newest 100,000 of them at most; null when there is no such program in your " +
      "account.",
  })
  programSettingsPreview(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("minutes", () => Count, {
      nullable: true,
      description: "1, 5, 15, 30, 60, 360, 720 or 1440; without it the window's own.",
    })
    minutes: number | null,
    @Arg("type", () => UniqueWindowType, {
      nullable: true,
      description: "From where it is measured; without it as now.",
    })
    type: UniqueWindowType | null,
    @Arg("filter", () => RiskFilterValue, {
      nullable: true,
      description: "The click filter; without it the program's own.",
    })
    filter: RiskFilter | null,
  ) {
    return programSettingsPreview(ctx, programId, {
      minutes: minutes ?? null,
      type: type ?? null,
      filter: filter ?? null,
    });
  }
}
