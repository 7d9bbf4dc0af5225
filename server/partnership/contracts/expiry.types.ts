import { createUnionType, Field, InputType, ObjectType } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { LocalDate, Text } from "../../platform/api/scalars.ts";
import { ContractView } from "./contract.types.ts";

@InputType({ description: "Which contracts end, when, and what else happens." })
export class ExpireContractsInput {
  @Field(() => [ID], { description: "The contracts, 1 to 200." })
  contractIds!: string[];
  @Field(() => LocalDate, {
    description:
      "Last day, YYYY-MM-DD: they end at 23:59:59 of it in your account's zone; one that begins " +
      "later never comes into force.",
  })
  lastDay!: string;
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "Take back what was proposed or planned for these partners, and what was signed and has " +
      "not begun, such as a fallback; without it all of that still takes effect.",
  })
  withdrawPlanned!: boolean;
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "Reverse the partners' pending conversions when the contract ends; approved ones never.",
  })
  reversePending!: boolean;
  @Field(() => Boolean, {
    defaultValue: false,
    description: "The terms were not kept (for your account alone to see); no notice period then.",
  })
  nonCompliant!: boolean;
  @Field(() => Text, { nullable: true, description: "For the partners; at most 5000 characters." })
  message!: string | null;
}

/** Contracts that were ended, and what follows nevertheless. */
export interface EndedView {
  contracts: ContractView[];
  upcoming: ContractView[];
}
@Needs("contracts:read")
@ObjectType({ description: "The contracts with their new end." })
export class ExpireContractsOk {
  @Field(() => [ContractView], {
    description: "The contracts; one that would have begun later is now DECLINED.",
  })
  readonly contracts: ContractView[];
  @Rows(5)
  @Field(() => [ContractView], {
    description:
      "What still begins for these partners on its own day, e.g. the fallback of a temporary " +
      "contract: end it, too, or ask with withdrawPlanned.",
  })
  readonly upcoming: ContractView[];
  constructor({ contracts, upcoming }: EndedView) {
    this.contracts = contracts;
    this.upcoming = upcoming;
  }
}
export const ExpireContractsResult = createUnionType({
  name: "ExpireContractsResult",
  description: "What expireContracts can answer.",
  types: () => [ExpireContractsOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
