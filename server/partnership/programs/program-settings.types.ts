import { createUnionType, Field, InputType, ObjectType } from "type-graphql";
import { Needs } from "../../platform/api/right.ts";
import { IdempotencyKeyReused, InvalidInput, NotFound } from "../../platform/api/refusal.ts";
import { Name, Url } from "../../platform/api/scalars.ts";
import { cutText } from "./landing-page.types.ts";
import { ProgramView } from "./program.types.ts";

@InputType({ description: "What a program is called and where its links lead by themselves." })
export class UpdateProgramInput {
  @Field(() => Name, { description: "Name for people, 1 to 200 characters." })
  name!: string;
  @Field(() => Url, {
    description:
      "Default landing page on the storefront's own host, https only. Links that were made keep " +
      "theirs.",
  })
  landingPage!: string;
}
@Needs("programs:read")
@ObjectType({ description: "The program has this name and landing page." })
export class UpdateProgramOk {
  @Field(() => ProgramView, { description: "The program as it now stands." })
  readonly program: ProgramView;
  @Field(() => [String], { description: cutText })
  cut: string[] = [];
  constructor(program: ProgramView) {
    this.program = program;
  }
}
export const UpdateProgramResult = createUnionType({
  name: "UpdateProgramResult",
  description: "What updateProgram can answer.",
  types: () => [UpdateProgramOk, InvalidInput, NotFound, IdempotencyKeyReused] as const,
});
@Needs("programs:read")
@ObjectType({ description: "The window is set; clicks from now on are judged by it." })
export class UniqueWindowOk {
  @Field(() => ProgramView, { description: "The program as it now stands." })
  readonly program: ProgramView;
  constructor(program: ProgramView) {
    this.program = program;
  }
}
export const SetUniqueWindowResult = createUnionType({
  name: "SetUniqueWindowResult",
  description: "What setUniqueWindow can answer.",
  types: () => [UniqueWindowOk, InvalidInput, NotFound, IdempotencyKeyReused] as const,
});
