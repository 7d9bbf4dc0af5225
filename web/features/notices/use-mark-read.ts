"use client";
import { useCallback } from "react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import { useSend } from "../../lib/use-send.ts";
import { useToast } from "../../ui/toast.tsx";

const MarkNoticesRead = graphql(/* GraphQL */ `
  mutation MarkNoticesRead($groupIds: [ID!], $shownUntil: DateTimeISO!) {
    markNoticesRead(groupIds: $groupIds, shownUntil: $shownUntil) {
      __typename
      ... on MarkNoticesReadOk {
        unread
      }
    }
  }
`);

/**
 * Marks lines of notices as read, null = all, as far as they were shown: `shownUntil` is the
 * newest instant among them. `retry` reads the list anew.
 */
export function useMarkRead(retry: () => void): {
  markRead: (groupIds: string[] | null, shownUntil: string) => Promise<void>;
  marking: boolean;
} {
  const t = useTranslations("notices");
  const toast = useToast();
  const router = useRouter();
  const { send, sending } = useSend(MarkNoticesRead);
  const markRead = useCallback(
    async (groupIds: string[] | null, shownUntil: string) => {
      const sent = await send({ groupIds, shownUntil });
      toast(sent.ok ? t("marked", { count: sent.result.unread }) : sent.refusal.message);
      if (!sent.ok) return;
      retry();
      // The bell stands in the server's part of the page.
      router.refresh();
    },
    [retry, router, send, t, toast],
  );
  return { markRead, marking: sending };
}
