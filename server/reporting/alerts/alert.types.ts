import { createUnionType, Field, GraphQLISODateTime, ObjectType } from "type-graphql";
import {
  alertEnds,
  alertMeasureNames,
  alertMeasures,
  alertModes,
  type AlertEnd,
  type AlertMeasure,
  type AlertMode,
  type AlertUnit,
} from "../../domain/alerts.ts";
import { connectionOf } from "../../platform/api/connection.ts";
import { describedEnum } from "../../platform/api/enum.ts";
import { ID } from "../../platform/api/id.ts";
import { IdempotencyKeyReused, InvalidInput, NotFound } from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";
import { Decimal, LocalDate } from "../../platform/api/scalars.ts";

export const AlertMeasureValue = describedEnum(alertMeasureNames, {
  name: "AlertMeasure",
  description: "What stands out of a partner's traffic.",
  words: (measure) => alertMeasures[measure].words,
});
const modeTexts: Record<AlertMode, string> = {
  USUAL: "Against what is usual with each partner.",
  LINE: "Against a line that the brand draws.",
  OFF: "It is not watched.",
};
export const AlertModeValue = describedEnum(alertModes, {
  name: "AlertMode",
  description: "How something is watched.",
  words: modeTexts,
});
const unitTexts: Record<AlertUnit, string> = {
  CLICKS: "A number of clicks.",
  ORDERS: "A number of orders.",
  SHARE: "A share, in percent.",
  MONEY: "An amount in the account's currency.",
};
export const AlertUnitValue = describedEnum(Object.keys(unitTexts) as AlertUnit[], {
  name: "AlertUnit",
  description: "What a figure of an alert is.",
  words: unitTexts,
});
export const AlertEndValue = describedEnum(Object.keys(alertEnds) as AlertEnd[], {
  name: "AlertEnd",
  description: "Why an alert is over.",
  words: alertEnds,
});

@Needs("reports:read")
@ObjectType("Alert", {
  description: "Something of a partner's traffic that stands out, from when until when.",
  simpleResolvers: true,
})
export class AlertView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => AlertMeasureValue, { description: "What stands out." })
  measure!: AlertMeasure;
  @Field(() => ID, { description: "The partner's account." })
  partnerAccountId!: string;
  @Field(() => String, { description: "The partner's name." })
  partnerName!: string;
  @Field(() => GraphQLISODateTime, { description: "When it was seen first." })
  openedAt!: Date;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "Since when it stands out no more; null: it still does.",
  })
  closedAt!: Date | null;
  @Field(() => AlertEndValue, { nullable: true, description: "Why; null: it still does." })
  closedBecause!: AlertEnd | null;
  @Field(() => LocalDate, { description: "First day of the traffic, in the brand's zone." })
  firstDay!: string;
  @Field(() => LocalDate, { description: "Last day of it." })
  lastDay!: string;
  @Field(() => Decimal, { description: "What was seen when it stood out last." })
  seen!: string;
  @Field(() => AlertUnitValue, { description: "What that figure is." })
  seenUnit!: AlertUnit;
  @Field(() => Decimal, { description: "What is usual; the brand's line where it drew one." })
  bound!: string;
  @Field(() => AlertUnitValue, { description: "What that figure is." })
  boundUnit!: AlertUnit;
  @Field(() => Boolean, { description: "The bound is a line of the brand's." })
  isLine!: boolean;
}
export const AlertConnection = connectionOf(AlertView, "Alerts");

@Needs("reports:read")
@ObjectType("AlertRule", {
  description: "How something is watched of all partners of a program.",
  simpleResolvers: true,
})
export class AlertRuleView {
  @Field(() => AlertMeasureValue, { description: "What is watched." })
  measure!: AlertMeasure;
  @Field(() => AlertModeValue, { description: "How." })
  mode!: AlertMode;
  @Field(() => Decimal, { nullable: true, description: "The brand's line; null without one." })
  line!: string | null;
  @Field(() => AlertUnitValue, { description: "What a line is." })
  lineUnit!: AlertUnit;
  @Field(() => String, { description: "In words: what stands out against the usual." })
  text!: string;
  @Field(() => String, { description: "In words: what stands out against a line." })
  lineText!: string;
}

@Needs("reports:read")
@ObjectType({ description: "It is watched this way from now on." })
export class AlertRuleOk {
  @Field(() => AlertRuleView, { description: "The rule as it stands." })
  readonly rule: AlertRuleView;
  constructor(rule: AlertRuleView) {
    this.rule = rule;
  }
}
export const SetAlertRuleResult = createUnionType({
  name: "SetAlertRuleResult",
  description: "What setAlertRule can answer.",
  types: () => [AlertRuleOk, InvalidInput, NotFound, IdempotencyKeyReused] as const,
});
