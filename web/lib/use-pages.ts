"use client";
/** Lists by cursor: the first page as a panel's data, further pages behind it. */
import { useMemo, useState } from "react";
import type { TypedDocumentString } from "../gql/graphql.ts";
import { useClient, type AnyVariables } from "urql";
import type { Loaded } from "./failure.ts";
import { useLoaded, type PanelState } from "./use-loaded.ts";

interface Connection<TNode> {
  nodes: readonly TNode[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
export interface PagesState<TNode, TData = unknown> extends PanelState<readonly TNode[]> {
  /** The whole answer of the first page. */
  answer: TData | null;
  /** Reads the next page; null when there is none. */
  more: (() => void) | null;
  loadingMore: boolean;
}
interface Further<TData, TNode> extends Connection<TNode> {
  /** The first page that these follow; a newer first page drops them. */
  after: TData | null;
  /** The question they answer, and the news when it was asked. */
  key: string;
  news: number;
}

/**
 * `variables` are the first page's. `pick` finds the list in the answer. News reads the first page
 * again, unless somebody reads on behind it.
 */
export function usePages<
  TData extends object,
  TVariables extends AnyVariables & { after?: string | null },
  TNode,
>(
  document: TypedDocumentString<TData, TVariables>,
  variables: TVariables,
  initial: Loaded<TData> | null,
  pick: (data: TData) => Connection<TNode>,
  { news = 0 }: { news?: number } = {},
): PagesState<TNode, TData> {
  const client = useClient();
  const [further, setFurther] = useState<Further<TData, TNode> | null>(null);
  const key = JSON.stringify(variables);
  const heard = further?.key === key ? further.news : news;
  const first = useLoaded(document, variables, initial, { news: heard });
  const [loadingMore, setLoadingMore] = useState(false);
  const head = first.data === null ? null : pick(first.data);
  const tail = further !== null && further.after === first.data ? further : null;
  // What is dropped holds back no news.
  if (further !== null && tail === null) setFurther(null);
  const cursor = (tail ?? head)?.pageInfo;
  const [begun, more] = [head?.nodes ?? null, tail?.nodes ?? null];
  const nodes = useMemo(() => begun && [...begun, ...(more ?? [])], [begun, more]);
  const readMore = async () => {
    setLoadingMore(true);
    const answer = await client.query<TData>(
      document.toString(),
      { ...variables, after: cursor?.endCursor ?? null },
      { requestPolicy: "network-only" },
    );
    setLoadingMore(false);
    if (!answer.data) return;
    const next = pick(answer.data);
    setFurther({
      after: first.data,
      key,
      news: heard,
      nodes: [...(tail?.nodes ?? []), ...next.nodes],
      pageInfo: next.pageInfo,
    });
  };
  return {
    ...first,
    answer: first.data,
    data: nodes,
    more: cursor?.hasNextPage ? () => void readMore() : null,
    loadingMore,
  };
}
