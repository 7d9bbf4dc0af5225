/** What of a new link is refused, and in which words: for one link as for many. */
import type { ErrorCode } from "../../domain/codes.ts";
import { isSharedId } from "../../domain/tracking.ts";
import { lengthOf } from "../../domain/values/text.ts";
import type { Ad } from "../programs/ad.entity.ts";
import type { TrackingLink } from "./link.entity.ts";

const nameMax = 200;

interface Fault<C extends ErrorCode> {
  code: C;
  message: string;
}

/** Null: it fits. An empty one is none, and its ad's stands for it. */
export const nameFault = (name: string): Fault<"BAD_NAME"> | null =>
  lengthOf(name) > nameMax
    ? { code: "BAD_NAME", message: `A name has at most ${nameMax} characters` }
    : null;

/** Null: it fits. */
export const sharedIdFault = (sharedId: string): Fault<"BAD_SHARED_ID"> | null =>
  isSharedId(sharedId)
    ? null
    : {
        code: "BAD_SHARED_ID",
        message: "A shared id on an Amazon Seller link has letters and digits only, at most 255",
      };

export const sharedIdWords = (sharedId: string | null | undefined): string =>
  sharedId == null ? "without a shared id" : `with the shared id ${sharedId}`;

/** An ad's address names no link, so an ad has one for each partner; `has` tells it apart. */
export const linkExistsFault = (known: { name: string }, has: string): Fault<"LINK_EXISTS"> => ({
  code: "LINK_EXISTS",
  message:
    `An ad has one link for each partner, and “${known.name}” is that one, ${has}: use it, or ` +
    "give a page instead, whose links can each have their own",
});

/** A link's level, by the type of its ad. */
export const levelOf: Readonly<Record<Ad["type"], TrackingLink["level"]>> = {
  ONLINE_TRACKING_LINK: "PROGRAM",
  TEXT_LINK: "AD",
  DEEP_LINK: "PARTNER",
};
