import { Ctx, Query, Resolver } from "type-graphql";
import { Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { SystemHealthView } from "./health.types.ts";
import { systemHealth } from "./system-health.ts";

@Resolver()
export class HealthResolver {
  @Needs("platform:health")
  @Query(() => SystemHealthView, {
    description: "Whether every process, loop and queue of the installation is well.",
  })
  systemHealth(@Ctx() ctx: Context) {
    return systemHealth(ctx);
  }
}
