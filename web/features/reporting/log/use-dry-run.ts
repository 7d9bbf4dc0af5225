"use client";
/** What would be made of one click; nothing is stored. */
import { useCallback, useState } from "react";
import { graphql, readFragment } from "../../../gql/index.ts";
import type { DryRunClickInput, DryRun_ResultFragment } from "../../../gql/graphql.ts";
import { nothing } from "../../../lib/touched.ts";
import { useSend } from "../../../lib/use-send.ts";
import type { Refusal } from "../../../ui/form.tsx";

/** What would be made of a click that never happened. */
const DryRun_result = graphql(/* GraphQL */ `
  fragment DryRun_result on DryRunOk {
    outcome
    reasonText
    groupName
    untried {
      name
      rule
    }
    amount {
      amount
      currency
    }
    wouldPay {
      amount
      currency
    }
    termsName
    versionNumber
    trace {
      steps {
        ...TraceSteps_step
      }
    }
  }
`);

const DryRunClick = graphql(/* GraphQL */ `
  mutation DryRunClick($input: DryRunClickInput!) {
    dryRunClick(input: $input) {
      __typename
      ... on DryRunOk {
        ...DryRun_result
      }
      ...Refused
    }
  }
`);

interface DryRun {
  result: DryRun_ResultFragment | null;
  refusal: Refusal | null;
  asking: boolean;
  run: (input: DryRunClickInput) => void;
}
export function useDryRun(): DryRun {
  const { send, sending, refusal } = useSend(DryRunClick, nothing);
  const [result, setResult] = useState<DryRun_ResultFragment | null>(null);
  const run = useCallback(
    (input: DryRunClickInput) => {
      const ask = async () => {
        const sent = await send({ input });
        setResult(sent.ok ? readFragment(DryRun_result, sent.result) : null);
      };
      void ask();
    },
    [send],
  );
  return { result, refusal, asking: sending, run };
}
