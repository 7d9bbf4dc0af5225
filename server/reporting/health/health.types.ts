import { Field, GraphQLISODateTime, ObjectType } from "type-graphql";
import { describedEnum } from "../../platform/api/enum.ts";
import { Needs } from "../../platform/api/right.ts";
import {
  healthLevels,
  healthParts,
  type HealthLevel,
  type HealthPart,
} from "../../domain/health.ts";

const HealthLevelValue = describedEnum(healthLevels, {
  name: "HealthLevel",
  description: "Whether something is well.",
  words: {
    GREEN: "Well.",
    AMBER: "Late or incomplete: look at it today.",
    RED: "Broken: look at it now.",
  },
});
const HealthPartValue = describedEnum(healthParts, {
  name: "HealthPart",
  description: "What of the installation is looked at.",
  words: {
    PROCESS: "A process: whether it says that it lives.",
    LOOP: "One of the things that a process does again and again.",
    JOURNAL: "Clicks on disk that are read into the database.",
    ACCOUNTING: "Stored clicks that are not decided yet.",
    AMAZON: "Readings of Amazon's reports.",
    VERIFICATION: "Verifications that wait for what they compare.",
    MAILS: "Mails that wait or cannot be sent.",
    PARKED: "What was put aside because it could not be done.",
    EXPORTS: "Files in the making.",
    DISK: "Room where the data stands.",
    COUNTING: "When the worker counted all this last.",
  },
});

@Needs("platform:health")
@ObjectType("HealthCheck", { description: "One part, judged.", simpleResolvers: true })
export class HealthCheckView {
  @Field(() => HealthPartValue, { description: "Which part." })
  part!: HealthPart;
  @Field(() => String, {
    nullable: true,
    description: "Which process or loop; null: there is one.",
  })
  subject!: string | null;
  @Field(() => HealthLevelValue, { description: "Whether it is well." })
  level!: HealthLevel;
  @Field(() => String, { description: "How it is, in a sentence." })
  sentence!: string;
  @Field(() => String, { nullable: true, description: "What to do; null where it is well." })
  nextStep!: string | null;
}

@Needs("platform:health")
@ObjectType("SystemHealth", {
  description: "Whether the installation is well: as bad as its worst part.",
  simpleResolvers: true,
})
export class SystemHealthView {
  @Field(() => GraphQLISODateTime, { description: "When this was so." })
  at!: Date;
  @Field(() => HealthLevelValue, { description: "As bad as the worst part." })
  level!: HealthLevel;
  @Field(() => [HealthCheckView], { description: "All parts, processes and their loops first." })
  checks!: HealthCheckView[];
}
