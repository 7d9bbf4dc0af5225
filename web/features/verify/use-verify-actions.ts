"use client";
/** What the buttons of the board and of the run panel do; each says what came of it. */
import { useState } from "react";
import { useClient } from "urql";
import { useTranslations } from "next-intl";
import { readFragment } from "../../gql/index.ts";
import type { VerificationDevice, VerifyBoardQuery } from "../../gql/graphql.ts";
import { intentsByInput } from "../../lib/use-intent-key.ts";
import { useSend, useSendEach, useSendOnce, useSendUnder } from "../../lib/use-send.ts";
import { useToast } from "../../ui/toast.tsx";
import {
  CreateTestLinks,
  MakeTestClicks,
  RecheckVerification,
  RemindPartners,
  ResumeTestLink,
  StartVerification,
} from "./mutations.ts";
import { VerifyBoard, Verify_check, Verify_row } from "./queries.ts";
import { clicksWanted } from "./words.ts";

export interface Place {
  country: string | null;
  device: VerificationDevice;
}
/** How many links one request clicks. */
const clickedAtOnce = 50;
interface Wanting {
  id: string;
  clicks: number;
}

export interface VerifyActions {
  busy: boolean;
  createLinks: (partnerIds: string[] | null) => Promise<void>;
  click: (partners: readonly Wanting[], place: Place) => Promise<void>;
  /** Of all partners of a run, or of the program, who want clicks. */
  clickAll: (runId: string | null, place: Place) => Promise<void>;
  recheck: (partnerIds: string[] | null) => Promise<void>;
  remind: (partnerIds: string[], comment: string) => Promise<boolean>;
  resume: (linkId: string) => Promise<void>;
  checkAgain: (partnerIds: string[]) => Promise<void>;
}

type BoardPage = VerifyBoardQuery["verificationBoard"];
const wantingIn = (board: BoardPage): Wanting[] =>
  (board?.nodes ?? []).flatMap((node) => {
    const row = readFragment(Verify_row, node);
    const checks = row.checks.map((check) => readFragment(Verify_check, check));
    const clicks = clicksWanted(checks, row.clicks);
    return clicks > 0 ? [{ id: row.partnerAccountId, clicks }] : [];
  });

/** Reads the whole board page by page: who wants how many clicks. */
function useWanting(programId: string): (runId: string | null) => Promise<Wanting[]> {
  const client = useClient();
  const read = async (runId: string | null, after: string | null): Promise<BoardPage> => {
    const { data } = await client.query<VerifyBoardQuery>(
      VerifyBoard.toString(),
      { programId, shown: "ALL", search: "", runId, after },
      { requestPolicy: "network-only" },
    );
    return data?.verificationBoard ?? null;
  };
  return async (runId) => {
    const wanting: Wanting[] = [];
    for (let board = await read(runId, null); board;) {
      wanting.push(...wantingIn(board));
      const { hasNextPage, endCursor } = board.pageInfo;
      board = hasNextPage && endCursor ? await read(runId, endCursor) : null;
    }
    return wanting;
  };
}

export function useVerifyActions(programId: string): VerifyActions {
  const t = useTranslations("verify.said");
  const toast = useToast();
  const links = useSendEach(CreateTestLinks);
  const clicks = useSendUnder(MakeTestClicks);
  const [intents] = useState(() => intentsByInput(MakeTestClicks.toString()));
  const look = useSend(RecheckVerification);
  const reminding = useSendEach(RemindPartners);
  const resuming = useSendOnce(ResumeTestLink);
  const starting = useSendEach(StartVerification);
  const wantingOf = useWanting(programId);
  const [busy, setBusy] = useState(false);
  const during = async <T>(work: () => Promise<T>): Promise<T> => {
    setBusy(true);
    try {
      return await work();
    } finally {
      setBusy(false);
    }
  };
  /** Those who want as many clicks go out together. */
  const click = (partners: readonly Wanting[], { country, device }: Place) =>
    during(async () => {
      let [redirected, failed] = [0, 0];
      const parts = [...Map.groupBy(partners, (one) => one.clicks)].flatMap(([count, group]) =>
        Array.from({ length: Math.ceil(group.length / clickedAtOnce) }, (_, part) => {
          const own = group.slice(part * clickedAtOnce, (part + 1) * clickedAtOnce);
          const partnerIds = own.map(({ id }) => id);
          return { programId, partnerIds, clicks: count, country, device };
        }),
      );
      for (const input of parts) {
        const sent = await clicks.send({ input, key: intents.keyOf(input) });
        if (!sent.ok) return void toast(sent.refusal.message);
        redirected += sent.result.redirected;
        failed += sent.result.failed;
      }
      // Only now: tried again, the parts that went out before are not clicked twice.
      for (const input of parts) intents.settle(input, "DONE");
      toast(t("clicked", { redirected, failed }));
    });
  return {
    busy,
    createLinks: (partnerIds) =>
      during(async () => {
        const sent = await links.send({ programId, partnerIds });
        toast(sent.ok ? t("links", sent.result) : sent.refusal.message);
      }),
    click,
    clickAll: async (runId, place) => {
      const wanting = await during(() => wantingOf(runId));
      if (wanting.length === 0) return void toast(t("nobodyWants"));
      await click(wanting, place);
    },
    recheck: (partnerIds) =>
      during(async () => {
        const sent = await look.send({ programId, partnerIds });
        toast(sent.ok ? t("rechecked", { changed: sent.result.changed }) : sent.refusal.message);
      }),
    remind: (partnerIds, comment) =>
      during(async () => {
        const sent = await reminding.send({ input: { programId, partnerIds, comment } });
        toast(sent.ok ? t("reminded", { told: sent.result.told }) : sent.refusal.message);
        return sent.ok;
      }),
    resume: (linkId) =>
      during(async () => {
        const sent = await resuming.send({ id: linkId });
        toast(sent.ok ? t("resumed") : sent.refusal.message);
      }),
    checkAgain: (partnerIds) =>
      during(async () => {
        const input = { programId, scope: "ONE", partnerIds, device: "DESKTOP" } as const;
        const sent = await starting.send({ input });
        toast(sent.ok ? t("begun", { partners: sent.result.run.partners }) : sent.refusal.message);
      }),
  };
}
