/**
 * Which fields of a contract change its kind uses: what would be ignored is refused by name, never
 * passed over.
 */
import { Conflict, InvalidInput } from "../../platform/api/refusal.ts";
import type { ContractChangeInput } from "./change.types.ts";

/** Whether partners are asked, so that an offer can run out. */
export const asks = ({ strategy, approval }: ContractChangeInput): boolean =>
  strategy === "INVITE" || (strategy === "SWITCH" && approval === "PROPOSE");
const modifies = ({ strategy }: ContractChangeInput): boolean => strategy === "MODIFY";

type Field =
  | "terms"
  | "baseVersion"
  | "versionNumber"
  | "partnerIds"
  | "everyoneOnTermsId"
  | "expiresAt"
  | "mayCounter"
  | "earlyOptIn";
const uses: readonly [
  field: Field,
  isUsed: (input: ContractChangeInput) => boolean,
  sentence: string,
][] = [
  ["terms", modifies, "Only a modification (MODIFY) takes new terms: name stored ones by termsId"],
  ["baseVersion", modifies, "Only a modification (MODIFY) starts from a base version"],
  [
    "versionNumber",
    (input) => !modifies(input),
    "A modification makes a new version: leave versionNumber out, or send it as baseVersion",
  ],
  [
    "partnerIds",
    (input) => !modifies(input),
    "A modification reaches everyone on the terms: leave partnerIds out, or make a SWITCH",
  ],
  [
    "everyoneOnTermsId",
    ({ strategy }) => strategy === "SWITCH",
    "Only a SWITCH reaches everyone on other terms",
  ],
  [
    "expiresAt",
    asks,
    "Only proposals (INVITE, or SWITCH with PROPOSE) expire: this change asks nobody",
  ],
  [
    "mayCounter",
    asks,
    "Only proposals (INVITE, or SWITCH with PROPOSE) are answered: leave mayCounter out",
  ],
  [
    "earlyOptIn",
    (input) => !asks(input),
    "A proposal takes effect when it is accepted: leave earlyOptIn out, or do not ask (REPLACE)",
  ],
];
const isGiven = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined;
/** As which a field counts that is left out: what says the same is not given. */
const leftOut: Partial<ContractChangeInput> = { mayCounter: true, earlyOptIn: false };
const isSet = (input: ContractChangeInput, field: Field): boolean =>
  isGiven(input[field]) && input[field] !== leftOut[field];

export function badFields(input: ContractChangeInput, now: number): InvalidInput | null {
  if ((input.strategy === "SWITCH") !== (input.approval != null))
    return new InvalidInput(
      "BAD_APPROVAL",
      "A switch, and nothing else, is either replaced or proposed",
      ["input", "approval"],
    );
  const idle = uses.find(([field, isUsed]) => isSet(input, field) && !isUsed(input));
  if (idle) return new InvalidInput("BAD_INPUT", idle[2], ["input", idle[0]]);
  if (isGiven(input.partnerIds) && isGiven(input.everyoneOnTermsId))
    return new InvalidInput(
      "BAD_INPUT",
      "Partners are named by partnerIds or by everyoneOnTermsId: leave one of them out",
      ["input", "everyoneOnTermsId"],
    );
  return input.expiresAt && input.expiresAt.getTime() <= now
    ? new InvalidInput("EXPIRES_IN_PAST", "A proposal must be open for some time", [
        "input",
        "expiresAt",
      ])
    : null;
}

/** The same in the preview as when it is applied. */
export const otherNumber = (
  { expectedPartners }: ContractChangeInput,
  touched: number,
): Conflict | null =>
  expectedPartners == null || expectedPartners === touched
    ? null
    : new Conflict(
        "PARTNERS_CHANGED",
        `The number of partners it would reach is now ${touched}: look at the preview again`,
        ["input", "expectedPartners"],
      );

/** Why nobody is left to reach. */
export function nobodyLeft(input: ContractChangeInput): Conflict {
  if (isGiven(input.excludePartnerIds))
    return new Conflict(
      "NO_PARTNERS",
      "Without those of excludePartnerIds this reaches nobody: leave some of them in",
      ["input", "excludePartnerIds"],
    );
  return modifies(input)
    ? new Conflict(
        "NO_PARTNERS",
        "No partner is signed on these terms: save them as a new version instead",
        ["input"],
      )
    : new Conflict("NO_PARTNERS", "No partner is signed on the terms of everyoneOnTermsId", [
        "input",
        "everyoneOnTermsId",
      ]);
}
