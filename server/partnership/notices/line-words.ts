/** What several notices of one line say together, in letters. The bell says the same. */
import type { NoticeName } from "./notice.entity.ts";

export interface Line {
  kind: NoticeName;
  count: number;
  /** How many accounts caused them; of one, its name. */
  senders: number;
  fromName: string;
  programName: string;
}
type Words = (line: Line) => string;

const times = (count: number): string => `${count} times`;
/** One sender by name, several by number. */
const did =
  (who: string, verb: (line: Line) => string): Words =>
  (line) =>
    line.senders === 1
      ? `${line.fromName} ${verb(line)}, ${times(line.count)}`
      : `${line.senders} ${who} ${verb(line)}`;
const partners = (verb: string): Words =>
  did("partners", ({ programName }) => `${verb} for ${programName}`);
const counted =
  (words: string): Words =>
  ({ count, programName }) =>
    `${count} ${words} ${programName}`;

const lineWords: Record<NoticeName, Words> = {
  CONTRACT_PROPOSED: counted("offers of terms for"),
  CONTRACT_COUNTERED: partners("answered with other terms"),
  CONTRACT_ACCEPTED: partners("accepted your terms"),
  CONTRACT_DECLINED: partners("declined your terms"),
  CONTRACT_WITHDRAWN: ({ count, programName }) =>
    `${count} offers of terms for ${programName} were taken back`,
  CONTRACT_REMINDED: counted("reminders of terms that wait for your answer, for"),
  CONTRACT_ENDS: ({ count, programName }) => `${count} contracts for ${programName} end`,
  CHANGE_SCHEDULED: counted("changes of your contract for"),
  CHANGE_WITHDRAWN: ({ count, programName }) =>
    `${count} changes of your contract for ${programName} were taken back`,
  CHANGE_OPTED_IN: did("partners", ({ programName }) => `took new terms for ${programName} early`),
  LIMIT_NEAR: ({ count, programName }) => `80 % of ${count} limits for ${programName} is used`,
  LIMIT_REACHED: ({ count, programName }) => `${count} limits for ${programName} were reached`,
  CPC_REQUESTED: ({ senders, fromName, count }) =>
    senders === 1 ? `${fromName} asks for CPC, ${times(count)}` : `${senders} brands ask for CPC`,
  CPC_IN_REVIEW: ({ count }) => `A CPC request of yours was taken into review, ${times(count)}`,
  CPC_ENABLED: ({ count }) => `CPC was enabled for your account, ${times(count)}`,
  CPC_REJECTED: ({ count }) => `${count} CPC requests of yours were rejected`,
  REPORT_HELD: ({ count, programName }) =>
    `${count} of Amazon's reports for ${programName} were held`,
  REPORT_HIDDEN: ({ count, programName }) =>
    `Amazon hid most of its report for ${programName}, ${times(count)}`,
  INQUIRY_OPENED: counted("inquiries about"),
  INQUIRY_ANSWERED: counted("answers to your inquiries about"),
  INQUIRY_WITHDRAWN: ({ count, programName }) =>
    `${count} inquiries about ${programName} were taken back`,
  VERIFICATION_ASKED: ({ count, programName }) =>
    `You were asked to try your test link for ${programName}, ${times(count)}`,
  VERIFICATION_DONE: ({ count, programName }) =>
    `The verification of ${programName} waited for nothing any more, ${times(count)}`,
  EXPORT_READY: ({ count, programName }) => `${count} files of ${programName} are ready`,
  EXPORT_FAILED: ({ count, programName }) => `${count} files of ${programName} could not be made`,
  EXPORT_STOPPED: ({ count, programName }) =>
    `${count} exports of ${programName} are not made again any more`,
  DOMAIN_LOST: ({ count }) => `${count} domains of yours no longer lead to your links`,
  ALERT: ({ count, programName }) => `Traffic of ${programName} stood out, ${times(count)}`,
};
export const lineOf = (line: Line): string => lineWords[line.kind](line);
