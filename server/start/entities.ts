/** All entities that the ORM knows; the drift test compares each with the migrated database. */
import { ExceptionList, ExceptionListVersion } from "../partnership/lists/exception-list.entity.ts";
import { Account } from "../partnership/accounts/account.entity.ts";
import { AmazonConnection } from "../partnership/amazon/amazon-connection.entity.ts";
import { ApiKey } from "../partnership/accounts/api-key.entity.ts";
import { Invitation } from "../partnership/accounts/invitation.entity.ts";
import { Mail } from "../partnership/accounts/mail.entity.ts";
import { Membership } from "../partnership/accounts/membership.entity.ts";
import { Partnership } from "../partnership/accounts/partnership.entity.ts";
import { PasswordReset } from "../partnership/accounts/password-reset.entity.ts";
import { User } from "../partnership/accounts/user.entity.ts";
import { ContractChange, ContractChangePartner } from "../partnership/contracts/change.entity.ts";
import { ContractInForce } from "../partnership/contracts/contract-in-force.entity.ts";
import { Contract, ContractEvent } from "../partnership/contracts/contract.entity.ts";
import { TermsDraft } from "../partnership/terms/terms-draft.entity.ts";
import { PartnerNote } from "../partnership/notes/partner-note.entity.ts";
import { PartnerGroup, PartnerGroupMember } from "../partnership/groups/partner-group.entity.ts";
import { ProgramLimit } from "../money/limits/program-limit.entity.ts";
import { Ad } from "../partnership/programs/ad.entity.ts";
import { TrackingLink } from "../partnership/links/link.entity.ts";
import { ReportNote } from "../reporting/annotations/report-note.entity.ts";
import { LinkName } from "../partnership/links/link-name.entity.ts";
import { SavedView } from "../reporting/views/saved-view.entity.ts";
import { LinkEndRow } from "../partnership/links/link-end.entity.ts";
import { LinkDomain } from "../partnership/link-domains/link-domain.entity.ts";
import { MediaProperty } from "../partnership/media/media-property.entity.ts";
import { PromoCode } from "../partnership/promo-codes/promo-code.entity.ts";
import { Notice, NoticeGroup } from "../partnership/notices/notice.entity.ts";
import { ClickGivenUp } from "../money/parking/click-given-up.entity.ts";
import { ParkedItem } from "../money/parking/parked-item.entity.ts";
import {
  ConversionSubmission,
  SubmittedConversion,
} from "../money/submissions/submission.entity.ts";
import { ReportHold } from "../money/holds/report-hold.entity.ts";
import { ReportUpload } from "../money/uploads/report-upload.entity.ts";
import {
  CpcRequest,
  CpcRequestEvent,
  EventType,
  Program,
} from "../partnership/programs/program.entity.ts";
import { Inquiry, InquiryEvent } from "../reporting/inquiries/inquiry.entity.ts";
import { Export } from "../reporting/exports/export.entity.ts";
import { ExportSchedule } from "../reporting/exports/export-schedule.entity.ts";
import { ReplayRow } from "../money/replay/replay.entity.ts";
import {
  Verification,
  VerificationPass,
  VerificationRequest,
  VerificationRun,
} from "../reporting/verification/verification.entity.ts";
import { CampaignTerms } from "../partnership/terms/campaign-terms.entity.ts";
import { TermsRules } from "../partnership/terms/terms-rules.entity.ts";
import { TemplateTerms, TermsVersion } from "../partnership/terms/terms.entity.ts";

export const entities = [
  Account,
  Ad,
  AmazonConnection,
  ApiKey,
  CampaignTerms,
  ClickGivenUp,
  Contract,
  ContractChange,
  ContractChangePartner,
  ContractEvent,
  ContractInForce,
  ConversionSubmission,
  CpcRequest,
  CpcRequestEvent,
  EventType,
  ExceptionList,
  ExceptionListVersion,
  Export,
  ExportSchedule,
  Inquiry,
  InquiryEvent,
  Invitation,
  Mail,
  MediaProperty,
  ReportNote,
  SavedView,
  Membership,
  Notice,
  NoticeGroup,
  ParkedItem,
  ReportHold,
  ReportUpload,
  PartnerGroup,
  PartnerNote,
  PromoCode,
  SubmittedConversion,
  PartnerGroupMember,
  Partnership,
  PasswordReset,
  Program,
  ProgramLimit,
  ReplayRow,
  TemplateTerms,
  TermsDraft,
  TermsRules,
  TermsVersion,
  TrackingLink,
  LinkEndRow,
  LinkDomain,
  LinkName,
  User,
  Verification,
  VerificationPass,
  VerificationRequest,
  VerificationRun,
];
