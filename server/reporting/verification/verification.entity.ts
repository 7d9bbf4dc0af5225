import { defineEntity, p } from "@mikro-orm/postgresql";
import { byBrand, byEither } from "../../platform/auth/tenant.ts";
import type {
  Check,
  ClickFacts,
  PassChange,
  RunDevice,
  RunScope,
  VerificationResult,
} from "../../domain/verification.ts";

const VerificationRunSchema = defineEntity({
  name: "VerificationRun",
  tableName: "verification_run",
  filters: byBrand,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    programId: p.uuid(),
    scope: p.text().$type<RunScope>(),
    /** Of the clicks that the server makes. */
    country: p.text(),
    device: p.text().$type<RunDevice>(),
    /** How many it began with. */
    partners: p.integer(),
    startedBy: p.uuid(),
    startedAt: p.datetime(3),
    /** What the brand was told last, when nothing of it waited. */
    told: p.text().nullable(),
  },
});
/** Partners of a program that somebody set out to verify. */
export class VerificationRun extends VerificationRunSchema.class {}
VerificationRunSchema.setClass(VerificationRun);

/** A click as it is kept once it was compared: amounts are text. */
export type KeptClick = Omit<ClickFacts, "decision"> & {
  decision:
    | (Omit<NonNullable<ClickFacts["decision"]>, "wouldPay" | "reasonText"> & { wouldPay: string })
    | null;
};
/** How a partner was found last. */
export interface Found {
  result: VerificationResult;
  changed: PassChange[];
  checks: Check[];
}

const VerificationSchema = defineEntity({
  name: "Verification",
  tableName: "verification",
  filters: byEither,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    partnerAccountId: p.uuid(),
    programId: p.uuid(),
    /** The newest that covers the partner. */
    runId: p.uuid(),
    startedAt: p.datetime(3),
    clickId: p.uuid().nullable(),
    clickAt: p.datetime(3).nullable(),
    click: p.json<KeptClick>().nullable(),
    agrees: p.boolean().nullable(),
    differsAt: p.text().nullable(),
    requestId: p.uuid().nullable(),
    creditedTo: p.uuid().nullable(),
    hasReader: p.boolean().default(true),
    orderNumber: p.text().nullable(),
    orderedAt: p.datetime(3).nullable(),
    orderRecordedBy: p.uuid().nullable(),
    remindedAt: p.datetime(3).nullable(),
    found: p.json<Found>().nullable(),
    foundHash: p.text().nullable(),
    /** Of what was found: for counts and filters over all partners. */
    result: p.text().$type<VerificationResult>().default("WAITING"),
    foundAt: p.datetime(3).nullable(),
  },
});
/** How far a partner is in the newest run that covers it. */
export class Verification extends VerificationSchema.class {}
VerificationSchema.setClass(Verification);

const VerificationRequestSchema = defineEntity({
  name: "VerificationRequest",
  tableName: "verification_request",
  filters: byBrand,
  properties: {
    /** Also what its click says of itself, so that it is known again. */
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    partnerAccountId: p.uuid(),
    programId: p.uuid(),
    linkId: p.uuid(),
    country: p.text(),
    device: p.text().$type<RunDevice>(),
    madeBy: p.uuid(),
    madeAt: p.datetime(3),
    status: p.integer().nullable(),
    location: p.text().nullable(),
  },
});
/** A request that the server made through the tracker, as a visitor would. Append-only. */
export class VerificationRequest extends VerificationRequestSchema.class {}
VerificationRequestSchema.setClass(VerificationRequest);

const VerificationPassSchema = defineEntity({
  name: "VerificationPass",
  tableName: "verification_pass",
  filters: byEither,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    partnerAccountId: p.uuid(),
    programId: p.uuid(),
    runId: p.uuid(),
    passedAt: p.datetime(3),
    passedBy: p.uuid(),
    linkId: p.uuid(),
    clickId: p.uuid(),
    orderNumber: p.text().nullable(),
    termsVersionId: p.uuid(),
    destination: p.text(),
    source: p.text(),
    eventTypes: p.text(),
    checks: p.json<Check[]>(),
  },
});
/** All checks of a partner passed; with all that the pass is bound to. Append-only. */
export class VerificationPass extends VerificationPassSchema.class {}
VerificationPassSchema.setClass(VerificationPass);
