import { Arg, Ctx, Query, Resolver } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { RangeInput } from "../reports/report.types.ts";
import { ownEarnings } from "./own-earnings.ts";
import { OwnEarningsView } from "./own-earnings.types.ts";
import { programTasks } from "./program-tasks.ts";
import { ProgramTaskView } from "./program-task.types.ts";

@Resolver()
export class TodayResolver {
  @Needs("reports:read")
  @Rows(10)
  @Query(() => [ProgramTaskView], {
    description:
      "What of a program of your brand needs somebody today, each kind once; of what you may not " +
      "read there is none. Empty for a partner.",
  })
  programTasks(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
  ) {
    return programTasks(ctx, programId);
  }

  @Needs("payouts:read")
  @Query(() => OwnEarningsView, {
    nullable: true,
    description: "What you earn over all programs, as a partner. Null for a brand.",
  })
  ownEarnings(
    @Ctx() ctx: Context,
    @Arg("range", () => RangeInput, { description: "Which time the figures cover." })
    range: RangeInput,
  ) {
    return ownEarnings(ctx, range);
  }
}
