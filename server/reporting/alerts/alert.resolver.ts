import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { alertMeasureNames, type AlertMeasure, type AlertMode } from "../../domain/alerts.ts";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Decimal } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import {
  AlertConnection,
  AlertMeasureValue,
  AlertModeValue,
  AlertRuleView,
  SetAlertRuleResult,
} from "./alert.types.ts";
import { alertRules, alerts, setAlertRule } from "./alerts.ts";

@Resolver()
export class AlertResolver {
  @Needs("reports:read")
  @Query(() => AlertConnection, {
    description:
      "What stands out of the traffic of a program's partners, newest first; a partner sees none.",
  })
  alerts(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("open", () => Boolean, {
      nullable: true,
      description: "true: those that still stand out; false: those that do no more.",
    })
    open: boolean | null,
    @Arg("measure", () => AlertMeasureValue, {
      nullable: true,
      description: "Only those of this measure.",
    })
    measure: AlertMeasure | null,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return alerts(
      ctx,
      { programId, open: open ?? null, measure: measure ?? null },
      { first, after },
    );
  }

  @Needs("programs:write")
  @Rows(alertMeasureNames.length)
  @Query(() => [AlertRuleView], {
    description: "How each measure of a program's partners is watched.",
  })
  alertRules(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
  ) {
    return alertRules(ctx, programId);
  }

  @Needs("programs:write")
  @Mutation(() => SetAlertRuleResult, {
    description: "Sets how a measure of all partners of a program is watched from now on.",
  })
  setAlertRule(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("measure", () => AlertMeasureValue, { description: "What." }) measure: AlertMeasure,
    @Arg("mode", () => AlertModeValue, { description: "How." }) mode: AlertMode,
    @Arg("line", () => Decimal, {
      nullable: true,
      description: "With LINE: a number of clicks, a share in percent, or an amount.",
    })
    line: string | null,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return setAlertRule(ctx, { programId, measure, mode, line: line ?? null }, idempotencyKey);
  }
}
