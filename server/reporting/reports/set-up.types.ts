import { Field, ObjectType } from "type-graphql";
import { Count } from "../../platform/api/scalars.ts";
import { Needs } from "../../platform/api/right.ts";

@Needs("reports:read")
@ObjectType("ProgramSetUp", {
  description: "How far a program is set up to pay for clicks and to know their sales.",
  simpleResolvers: true,
})
export class ProgramSetUpView {
  @Field(() => Boolean, { description: "The platform has enabled CPC for the account." })
  cpcEnabled!: boolean;
  @Field(() => Boolean, { description: "The program has the Click event type." })
  clickActive!: boolean;
  @Field(() => Boolean, {
    description: "There are active terms with Click under a limit, and Online Sale.",
  })
  termsReady!: boolean;
  @Field(() => Count, {
    description:
      "Partners with a proposal that is open, or a contract that is signed and not over, on " +
      "terms with Click.",
  })
  asked!: number;
  @Field(() => Count, { description: "Of them, those who have accepted." })
  accepted!: number;
  @Field(() => Count, {
    description: "Of those, the ones whose verification passed, with nothing changed since.",
  })
  verified!: number;
}
