/** Closed lists of verifications as the API names them. */
import { registerEnumType } from "type-graphql";
import { describedEnum } from "../../platform/api/enum.ts";
import {
  changes,
  checkCauses,
  checkFixes,
  checkGroups,
  checkKeys,
  checkStates,
  results,
  runDevices,
  runScopes,
  type CheckCause,
  type CheckFix,
  type CheckGroup,
  type CheckKey,
  type CheckState,
  type PassChange,
  type RunDevice,
  type RunScope,
  type VerificationResult,
} from "../../domain/verification.ts";

const keyTexts: Record<CheckKey, string> = {
  CLICK_EVENT_TYPE: "1: the event type Click is active.",
  CONTRACT: "2: a contract is in force.",
  EVENTS_IN_TERMS: "3: the terms name clicks and sales.",
  LIMIT: "4: a limit holds what clicks cost.",
  RULES_PUBLISHED: "5: the rules are published.",
  TEST_LINK: "6: there is a test link.",
  REDIRECT: "7: it redirects to the product's page, tag complete.",
  CLICK: "8: a click is captured.",
  CREDITED_PARTNER: "9: the click is this partner's.",
  DECISION: "10: it is decided as the rules give.",
  ENOUGH_CLICKS: "11: there are ten clicks.",
  ORDER: "12: an order was placed.",
  SALE: "13: its sale was told.",
  REPORTING: "14: both stand in the partner's reports.",
};
const groupTexts: Record<CheckGroup, string> = {
  SET_UP: "Checks 1 to 5.",
  LINK: "Checks 6 and 7.",
  CLICK: "Checks 8 to 11.",
  ORDER: "Check 12.",
  REPORTING: "Checks 13 and 14.",
};
const stateTexts: Record<CheckState, string> = {
  PASSED: "It is right.",
  WAITING: "It may still become right: until when, or what for, is told.",
  FAILED: "It is wrong: the reason and one way out are told.",
  WARNING: "It keeps nobody from being verified, and should be looked at.",
  NOT_NEEDED: "It does not apply here.",
  NOT_STARTED: "What stands before it is not done.",
};
const fixTexts: Record<CheckFix, string> = {
  REQUEST_CPC: "Request CPC.",
  SET_EVENT_TYPE: "Add the event type Click, or switch it on.",
  PROPOSE_CONTRACT: "Offer the partner a contract, or a newer version.",
  CHANGE_TERMS: "Add what the terms lack.",
  ADD_LIMIT: "Set a limit.",
  PUBLISH_TERMS: "Activate terms.",
  CREATE_TEST_LINK: "createTestLinks.",
  REOPEN_LINK: "reopenLinks.",
  SWITCH_AD_ON: "setAdState.",
  MAKE_CLICK: "makeTestClicks.",
  OPEN_LINK: "Open the link in a browser.",
  SEND_LINK: "remindPartners: the partner is sent our link.",
  READ_TRACE: "Read the trace of the click.",
  RECORD_ORDER: "recordTestOrder.",
  PLACE_TEST_ORDER: "placeTestOrder.",
  CONNECT_AMAZON: "Connect Amazon.",
  CHECK_AGAIN: "startVerification for the partner.",
  INVITE_AGAIN: "Invite somebody at the partner.",
};
const resultTexts: Record<VerificationResult, string> = {
  VERIFIED: "All checks passed, and nothing has changed since.",
  WAITING: "Something may still arrive, or waits for a step.",
  NEEDS_YOU: "A check failed, or something changed since it was verified.",
  NOT_STARTED: "No run covers the partner.",
};
const changeTexts: Record<PassChange, string> = {
  TERMS: "Another version of terms is in force, or none.",
  DESTINATION: "The test link leads elsewhere.",
  CONNECTION: "Sales come from another source.",
  EVENT_TYPE: "The event type Click was switched.",
};
const scopeTexts: Record<RunScope, string> = {
  ONE: "The partners that are named.",
  ALL: "All partners.",
  UNVERIFIED: "All who are not verified.",
};
const deviceTexts: Record<RunDevice, string> = {
  DESKTOP: "A computer.",
  PHONE: "A phone.",
};

const causes = Object.keys(checkCauses) as CheckCause[];

export const CheckKeyValue = describedEnum(checkKeys, {
  name: "VerificationCheckKey",
  description: "What is checked.",
  words: keyTexts,
});
export const CheckGroupValue = describedEnum(checkGroups, {
  name: "VerificationCheckGroup",
  description: "Checks that are shown as one.",
  words: groupTexts,
});
export const CheckStateValue = describedEnum(checkStates, {
  name: "VerificationCheckState",
  description: "How a check stands.",
  words: stateTexts,
});
export const CheckCauseValue = describedEnum(causes, {
  name: "VerificationCheckCause",
  description: "Why a check failed or waits.",
  words: checkCauses,
});
export const CheckFixValue = describedEnum(checkFixes, {
  name: "VerificationFix",
  description: "The one thing to do about a check.",
  words: fixTexts,
});
export const VerificationResultValue = describedEnum(results, {
  name: "VerificationResult",
  description: "What a partner's checks come to.",
  words: resultTexts,
});
export const PassChangeValue = describedEnum(changes, {
  name: "VerificationChange",
  description: "What changed since a pass.",
  words: changeTexts,
});
export const RunScopeValue = describedEnum(runScopes, {
  name: "VerificationScope",
  description: "Whom a run covers.",
  words: scopeTexts,
});
export const RunDeviceValue = describedEnum(runDevices, {
  name: "VerificationDevice",
  description: "With what the server clicks.",
  words: deviceTexts,
});

export enum BoardShown {
  NEEDS_ME = "NEEDS_ME",
  ALL = "ALL",
  WAITING = "WAITING",
  VERIFIED = "VERIFIED",
  NOT_STARTED = "NOT_STARTED",
}
registerEnumType(BoardShown, {
  name: "VerificationShown",
  description: "Which partners of the board.",
  valuesConfig: {
    ALL: { description: "All of them." },
    NEEDS_ME: { description: "Those with a failed check, or where something changed since." },
    WAITING: { description: "Those where something may still arrive." },
    VERIFIED: { description: "Those that are verified." },
    NOT_STARTED: { description: "Those that no run covers." },
  },
});
