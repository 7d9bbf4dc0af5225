"use client";
/** What a change would do, asked anew whenever what is chosen becomes something else. */
import { useCallback, useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import type { PreviewChangeMutation } from "../../../gql/graphql.ts";
import { failureOf, type Failure, type Loaded } from "../../../lib/failure.ts";
import type { PanelState } from "../../../lib/use-loaded.ts";
import { isPreviewable, type ChangeDraft } from "./draft.ts";
import { graphql } from "../../../gql/index.ts";
import { askPreview, type AskPreview } from "./preview-question.ts";
import { nothing } from "../../../lib/touched.ts";

const PreviewChange = graphql(/* GraphQL */ `
  mutation PreviewChange($input: ContractChangeInput!, $after: String) {
    previewContractChange(input: $input, first: 50, after: $after) {
      __typename
      ... on PreviewChangeOk {
        preview {
          effectiveAt
          endsAt
          salesFrom
          touched
          leftOut
          earliestOn
          needsComment
          warnings
          differences {
            beforeName
            beforeVersion
            partners
            differences {
              ...DifferenceList_difference
            }
            newCounts {
              event
              groupName
              message
            }
          }
          partners {
            partnerId
            partnerName
            currentTermsName
            currentVersion
            noticeDays
            earliestOn
            steps
            code
            message
          }
          pageInfo {
            hasNextPage
            endCursor
          }
          refusalCode
          refusalMessage
          refusalPath
        }
      }
      ...Refused
    }
  }
`);

export type PreviewAnswer = PreviewChangeMutation["previewContractChange"];
export type Preview = Extract<PreviewAnswer, { __typename: "PreviewChangeOk" }>["preview"];

/** Typing a comment or a date does not ask at every letter. */
const settledMs = 300;

interface Known {
  key: string;
  data: PreviewAnswer | null;
  failure: Failure | null;
}
export interface PreviewState extends PanelState<PreviewAnswer> {
  /**
   * Null while nothing can be asked, while the first answer is awaited, and where it was refused.
   */
  preview: Preview | null;
  /** It answers what is chosen now. */
  current: boolean;
}

export function usePreview(
  draft: ChangeDraft,
  today: string,
  initial: Loaded<PreviewChangeMutation> | null,
): PreviewState {
  const client = useClient();
  const key = isPreviewable(draft) ? JSON.stringify([draft, today]) : "";
  const [known, setKnown] = useState<Known>({
    key: initial ? key : "",
    data: initial?.data?.previewContractChange ?? null,
    failure: initial?.failure ?? null,
  });
  const [fetching, setFetching] = useState(false);
  const asked = useRef(0);
  const run = useCallback(() => {
    const number = (asked.current += 1);
    setFetching(true);
    const [wanted, day] = JSON.parse(key) as [ChangeDraft, string];
    const ask: AskPreview = async (input) => {
      const answer = await client
        .mutation<PreviewChangeMutation>(PreviewChange.toString(), { input, after: null }, nothing)
        .toPromise();
      const failure: Failure | null = answer.error
        ? (failureOf(answer.error.graphQLErrors) ?? {
            code: "UNREACHABLE",
            message: answer.error.message,
            requestId: null,
          })
        : null;
      return { data: answer.data ?? null, failure };
    };
    void askPreview(ask, wanted, day).then(({ data, failure }) => {
      if (number !== asked.current) return;
      setFetching(false);
      setKnown((before) => ({ key, data: data?.previewContractChange ?? before.data, failure }));
    });
  }, [client, key]);
  useEffect(() => {
    if (key === "" || known.key === key) return;
    const timer = setTimeout(run, settledMs);
    return () => clearTimeout(timer);
  }, [key, known.key, run]);
  const data = key === "" ? null : known.data;
  return {
    data,
    failure: known.failure,
    fetching: fetching || (key !== "" && known.key !== key),
    retry: run,
    preview: data?.__typename === "PreviewChangeOk" ? data.preview : null,
    current: known.key === key,
  };
}
