/** What of a program needs somebody today, as the API shows it. */
import { Field, GraphQLISODateTime, ObjectType } from "type-graphql";
import { describedEnum } from "../../platform/api/enum.ts";
import { ID } from "../../platform/api/id.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Count } from "../../platform/api/scalars.ts";
import type { AlertMeasure } from "../../domain/alerts.ts";
import { AlertMeasureValue } from "../alerts/alert.types.ts";

const groupTexts = {
  DECIDE: "Somebody waits for your word.",
  BROKEN: "Something that should work does not.",
  UNUSUAL: "Partners' traffic stands out.",
  NEAR: "A limit is nearly used up, or is.",
  ANSWERED: "Others answered, and nobody of your account read it yet.",
} as const;
export type TaskGroup = keyof typeof groupTexts;
export const taskGroups = Object.keys(groupTexts) as TaskGroup[];
export const TaskGroupValue = describedEnum(taskGroups, {
  name: "ProgramTaskGroup",
  description: "Why something needs somebody.",
  words: groupTexts,
});

const kindTexts = {
  OFFERS: "Offers of partners wait for an answer.",
  INQUIRIES: "Inquiries of partners are open.",
  HELD_REPORTS: "Reports of Amazon's are held until somebody decides.",
  AMAZON: "Amazon refuses the program's sign-in or reports.",
  DOMAINS: "Domains of the brand's for links are lost.",
  VERIFICATION: "Checks of partners are red and need the brand.",
  ALERTS: "Alerts of one measure are open; each measure is a task of its own.",
  LIMITS: "At least 80 % of a limit is used, of a contract or of the program.",
  CPC: "The platform answered the CPC request.",
  ACCEPTED: "Partners accepted what was offered.",
  DECLINED: "Partners declined what was offered.",
} as const;
export type TaskKind = keyof typeof kindTexts;
export const taskKinds = Object.keys(kindTexts) as TaskKind[];
export const TaskKindValue = describedEnum(taskKinds, {
  name: "ProgramTaskKind",
  description: "What needs somebody.",
  words: kindTexts,
});

@Needs("reports:read")
@ObjectType("ProgramTaskSubject", {
  description: "One of those that a task is about.",
  simpleResolvers: true,
})
export class ProgramTaskSubjectView {
  @Field(() => ID, { nullable: true, description: "The partner; null where it is about none." })
  partnerId!: string | null;
  @Field(() => String, { description: "Its name, or what it is." })
  name!: string;
  @Field(() => String, {
    nullable: true,
    description: 'More of it: "41 clicks today; usual is 12 clicks".',
  })
  detail!: string | null;
}
@Needs("reports:read")
@ObjectType("ProgramTask", {
  description: "Something of a program that needs somebody.",
  simpleResolvers: true,
})
export class ProgramTaskView {
  @Field(() => TaskGroupValue, { description: "Why." })
  group!: TaskGroup;
  @Field(() => TaskKindValue, { description: "What." })
  kind!: TaskKind;
  @Field(() => AlertMeasureValue, {
    nullable: true,
    description: "Of ALERTS: what stands out; null of every other kind.",
  })
  measure!: AlertMeasure | null;
  @Field(() => Count, { description: "How many there are." })
  count!: number;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "Since when the oldest of them waits; null where it has no such instant.",
  })
  since!: Date | null;
  @Rows(3)
  @Field(() => [ProgramTaskSubjectView], { description: "The first three." })
  subjects!: ProgramTaskSubjectView[];
}
