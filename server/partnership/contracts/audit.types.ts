/** What people did with the contracts of a program. */
import { Field, GraphQLISODateTime, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Needs } from "../../platform/api/right.ts";
import { ContractEventKind } from "./contract.types.ts";

@Needs("contracts:read")
@ObjectType("ContractAuditEntry", {
  description: "One event of one contract, with who caused it.",
  simpleResolvers: true,
})
export class AuditEntryView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ID, { description: "The contract." })
  contractId!: string;
  @Field(() => String, { description: "The partner." })
  partnerName!: string;
  @Field(() => String, { description: "Name of the terms." })
  termsName!: string;
  @Field(() => Int, { description: "Their version." })
  versionNumber!: number;
  @Field(() => ContractEventKind, { description: "What happened." })
  kind!: ContractEventKind;
  @Field(() => String, {
    nullable: true,
    description: "The person, of your own account; else the account. Null = the clock.",
  })
  byName!: string | null;
  @Field(() => Int, {
    nullable: true,
    description: "Version before, where one gives way to another.",
  })
  beforeVersion!: number | null;
  @Field(() => Int, { nullable: true, description: "Version after." })
  afterVersion!: number | null;
  @Field(() => String, { nullable: true, description: "Comment or reason given." })
  comment!: string | null;
  @Field(() => GraphQLISODateTime, { description: "When." })
  at!: Date;
}
export const ContractAuditConnection = connectionOf(AuditEntryView, "ContractAuditEntries");
