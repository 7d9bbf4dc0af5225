"use client";
/** Grows whenever something of a program's verifications changed. */
import { useSubscription } from "urql";
import type { VerifyNewsSubscription, VerifyNewsSubscriptionVariables } from "../../gql/graphql.ts";
import { useTicks } from "../../lib/use-ticks.ts";
import { VerifyNews } from "./queries.ts";

/** Where a stream never comes through, or ended, asking must do; delays of hours end by time. */
const askMs = 15_000;

export function useVerifyNews(programId: string): number {
  const [{ data }] = useSubscription<
    VerifyNewsSubscription,
    { at: string | null; count: number },
    VerifyNewsSubscriptionVariables
  >({ query: VerifyNews.toString(), variables: { programId } }, (last, { verificationUpdated }) => {
    const at = verificationUpdated.at ?? null;
    return last?.at === at ? last : { at, count: (last?.count ?? 0) + 1 };
  });
  const asked = useTicks(true, askMs);
  return (data?.count ?? 0) + asked;
}
