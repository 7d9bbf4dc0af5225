import type { ContractChangeInput, PreviewChangeMutation } from "../../../gql/graphql.ts";
import type { Loaded } from "../../../lib/failure.ts";
import { inputOf, type ChangeDraft } from "./draft.ts";

export type AskPreview = (input: ContractChangeInput) => Promise<Loaded<PreviewChangeMutation>>;

/**
 * Without a chosen day it is asked for today, and once more for the first day that suits everyone.
 */
export async function askPreview(
  ask: AskPreview,
  draft: ChangeDraft,
  today: string,
): Promise<Loaded<PreviewChangeMutation>> {
  const first = await ask(inputOf(draft, today));
  const answer = first.data?.previewContractChange;
  if (
    draft.effectiveOn !== "" ||
    answer?.__typename !== "PreviewChangeOk" ||
    answer.preview.earliestOn <= today
  )
    return first;
  return ask(inputOf(draft, answer.preview.earliestOn));
}
