/** What verifications are changed by. */
import type { RunDevice, RunScope } from "../../domain/verification.ts";
import { createUnionType, Field, InputType, ObjectType, type ClassType } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";
import { Count, CountryCode, Text } from "../../platform/api/scalars.ts";
import { RunDeviceValue, RunScopeValue } from "./verification-enums.ts";
import { VerificationRunView, VerificationView } from "./verification.types.ts";

const countryText = "Country from which the server clicks; without it the storefront's.";

@InputType({ description: "Whom to verify, and how the server clicks." })
export class StartVerificationInput {
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => RunScopeValue, { description: "Whom it covers." })
  scope!: RunScope;
  @Field(() => [ID], {
    nullable: true,
    description: "With scope ONE: the partners, 1 to 100.",
  })
  partnerIds!: string[] | null;
  @Field(() => CountryCode, { nullable: true, description: countryText })
  country!: string | null;
  @Field(() => RunDeviceValue, { defaultValue: "DESKTOP", description: "With what." })
  device!: RunDevice;
}
@InputType({ description: "Clicks that the server makes through the tracker, as a visitor would." })
export class MakeTestClicksInput {
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => [ID], { description: "The partners whose test links are clicked, 1 to 50." })
  partnerIds!: string[];
  @Field(() => Count, { defaultValue: 1, description: "Clicks on each link, 1 to 10." })
  clicks!: number;
  @Field(() => CountryCode, { nullable: true, description: countryText })
  country!: string | null;
  @Field(() => RunDeviceValue, { defaultValue: "DESKTOP", description: "With what." })
  device!: RunDevice;
}
@InputType({ description: "Partners who are sent their test link and what to do with it." })
export class RemindPartnersInput {
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => [ID], { description: "The partners, 1 to 100." })
  partnerIds!: string[];
  @Field(() => Text, { defaultValue: "", description: "What you write; at most 1,000 characters." })
  comment!: string;
}

const ok = (description: string) => ({ description, simpleResolvers: true });

@Needs("verification:run")
@ObjectType(ok("The run has begun."))
export class VerificationRunOk {
  @Field(() => VerificationRunView, { description: "The run." })
  readonly run: VerificationRunView;
  constructor(run: VerificationRunView) {
    this.run = run;
  }
}
@Needs("verification:run")
@ObjectType(ok("Every partner that was asked for has a test link."))
export class CreateTestLinksOk {
  @Field(() => Count, { description: "Links that were made now." })
  readonly created: number;
  @Field(() => Count, { description: "Partners that had one already." })
  readonly kept: number;
  constructor(created: number, kept: number) {
    this.created = created;
    this.kept = kept;
  }
}
@Needs("verification:run")
@ObjectType(ok("The links were clicked."))
export class MakeTestClicksOk {
  @Field(() => Count, { description: "Clicks that were redirected." })
  readonly redirected: number;
  @Field(() => Count, {
    description: "Clicks that were answered otherwise, or not at all, or not tried any more.",
  })
  readonly failed: number;
  @Field(() => Count, { description: "Partners without a test link: none was clicked." })
  readonly withoutLink: number;
  constructor(redirected: number, failed: number, withoutLink: number) {
    this.redirected = redirected;
    this.failed = failed;
    this.withoutLink = withoutLink;
  }
}
@Needs("verification:run")
@ObjectType(ok("All checks were looked at anew."))
export class RecheckVerificationOk {
  @Field(() => Count, { description: "Partners found otherwise than before." })
  readonly changed: number;
  constructor(changed: number) {
    this.changed = changed;
  }
}
@Needs("verification:run")
@ObjectType(ok("The partners were told."))
export class RemindPartnersOk {
  @Field(() => Count, { description: "Partners who were told." })
  readonly told: number;
  constructor(told: number) {
    this.told = told;
  }
}
@Needs("verification:run")
@ObjectType(ok("The order is known."))
export class RecordTestOrderOk {
  @Field(() => VerificationView, { description: "The partner's verification." })
  readonly verification: VerificationView;
  constructor(verification: VerificationView) {
    this.verification = verification;
  }
}

const resultOf = <T extends object>(name: string, member: ClassType<T>) =>
  createUnionType({
    name: `${name[0]?.toUpperCase()}${name.slice(1)}Result`,
    description: `What ${name} can answer.`,
    types: () => [member, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
  });
export const StartVerificationResult = resultOf("startVerification", VerificationRunOk);
export const CreateTestLinksResult = resultOf("createTestLinks", CreateTestLinksOk);
export const MakeTestClicksResult = resultOf("makeTestClicks", MakeTestClicksOk);
export const RecheckVerificationResult = resultOf("recheckVerification", RecheckVerificationOk);
export const RemindPartnersResult = resultOf("remindPartners", RemindPartnersOk);
export const RecordTestOrderResult = resultOf("recordTestOrder", RecordTestOrderOk);
