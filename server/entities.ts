/** All entities that the ORM knows; the drift test compares each with the migrated database. */
import { ExceptionList, ExceptionListVersion } from "./lists/exception-list.entity.ts";
import { Account } from "./accounts/account.entity.ts";
import { ApiKey } from "./accounts/api-key.entity.ts";
import { Invitation } from "./accounts/invitation.entity.ts";
import { Mail } from "./accounts/mail.entity.ts";
import { Membership } from "./accounts/membership.entity.ts";
import { Partnership } from "./accounts/partnership.entity.ts";
import { PasswordReset } from "./accounts/password-reset.entity.ts";
import { User } from "./accounts/user.entity.ts";
import { ContractChange, ContractChangePartner } from "./contracts/change.entity.ts";
import { Contract, ContractEvent } from "./contracts/contract.entity.ts";
import { PartnerGroup, PartnerGroupMember } from "./groups/partner-group.entity.ts";
import { ProgramLimit } from "./limits/program-limit.entity.ts";
import { Ad, TrackingLink } from "./links/link.entity.ts";
import { MediaProperty } from "./media/media-property.entity.ts";
import { Notice } from "./notices/notice.entity.ts";
import { ParkedItem } from "./parking/parked-item.entity.ts";
import { CpcRequest, CpcRequestEvent, EventType, Program } from "./programs/program.entity.ts";
import { ReplayRow } from "./replay/replay.entity.ts";
import { CampaignTerms } from "./terms/campaign-terms.entity.ts";
import { TermsRules } from "./terms/terms-rules.entity.ts";
import { TemplateTerms, TermsVersion } from "./terms/terms.entity.ts";

export const entities = [
  Account,
  Ad,
  ApiKey,
  CampaignTerms,
  Contract,
  ContractChange,
  ContractChangePartner,
  ContractEvent,
  CpcRequest,
  CpcRequestEvent,
  EventType,
  ExceptionList,
  ExceptionListVersion,
  Invitation,
  Mail,
  MediaProperty,
  Membership,
  Notice,
  ParkedItem,
  PartnerGroup,
  PartnerGroupMember,
  Partnership,
  PasswordReset,
  Program,
  ProgramLimit,
  ReplayRow,
  TemplateTerms,
  TermsRules,
  TermsVersion,
  TrackingLink,
  User,
];
