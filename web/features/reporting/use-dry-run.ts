"use client";
/** What would be made of one click; nothing is stored. */
import { useCallback, useState } from "react";
import { readFragment } from "../../gql/index.ts";
import type { DryRunClickInput, DryRunFactsFragment } from "../../gql/graphql.ts";
import { useSend } from "../../lib/use-send.ts";
import type { Refusal } from "../../ui/form.tsx";
import { DryRunClick, DryRunFacts } from "./log-documents.ts";

interface DryRun {
  result: DryRunFactsFragment | null;
  refusal: Refusal | null;
  asking: boolean;
  run: (input: DryRunClickInput) => void;
}
export function useDryRun(): DryRun {
  const { send, sending, refusal } = useSend(DryRunClick);
  const [result, setResult] = useState<DryRunFactsFragment | null>(null);
  const run = useCallback(
    (input: DryRunClickInput) => {
      const ask = async () => {
        const sent = await send({ input });
        setResult(sent.ok ? readFragment(DryRunFacts, sent.result) : null);
      };
      void ask();
    },
    [send],
  );
  return { result, refusal, asking: sending, run };
}
