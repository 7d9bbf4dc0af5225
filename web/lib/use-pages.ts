"use client";
/** Lists by cursor: the first page as a panel's data, further pages behind it. */
import { useState } from "react";
import type { TypedDocumentString } from "../gql/graphql.ts";
import { useClient, type AnyVariables } from "urql";
import type { Loaded } from "./failure.ts";
import { useLoaded, type PanelState } from "./use-loaded.ts";

interface Connection<TNode> {
  nodes: readonly TNode[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
export interface PagesState<TNode> extends PanelState<readonly TNode[]> {
  /** Reads the next page; null when there is none. */
  more: (() => void) | null;
  loadingMore: boolean;
}
interface Further<TData, TNode> extends Connection<TNode> {
  /** The first page that these follow; a newer first page drops them. */
  after: TData | null;
}

/** `variables` are the first page's. `pick` finds the list in the answer. */
export function usePages<TData, TVariables extends AnyVariables & { after?: string | null }, TNode>(
  document: TypedDocumentString<TData, TVariables>,
  variables: TVariables,
  initial: Loaded<TData> | null,
  pick: (data: TData) => Connection<TNode>,
): PagesState<TNode> {
  const client = useClient();
  const first = useLoaded(document, variables, initial);
  const [further, setFurther] = useState<Further<TData, TNode> | null>(null);
  const [loadingMore, setLoadingMore] = useState(false);
  const head = first.data === null ? null : pick(first.data);
  const tail = further !== null && further.after === first.data ? further : null;
  const cursor = (tail ?? head)?.pageInfo;
  const readMore = async () => {
    setLoadingMore(true);
    const answer = await client.query<TData>(document.toString(), { ...variables, after: cursor?.endCursor ?? null }, { requestPolicy: "network-only" }).toPromise();
    setLoadingMore(false);
    if (!answer.data) return;
    const next = pick(answer.data);
    setFurther({ after: first.data, nodes: [...(tail?.nodes ?? []), ...next.nodes], pageInfo: next.pageInfo });
  };
  return { ...first, data: head && [...head.nodes, ...(tail?.nodes ?? [])], more: cursor?.hasNextPage ? () => void readMore() : null, loadingMore };
}
