"use client";
// Workers from the own build: the editor asks no other host for anything.
import "graphiql/setup-workers/webpack";
import "graphiql/style.css";
import "./graphiql.css";
import { useState, type ReactNode } from "react";
import { clsx } from "clsx";
import { GraphiQL, type GraphiQLProps } from "graphiql";
import { useTheme } from "next-themes";
import type { Draft, Explorer } from "./use-explorer.ts";

type Fetcher = GraphiQLProps["fetcher"];
type Storage = NonNullable<GraphiQLProps["storage"]>;

/** What was chosen on the page counts, not what stood in the editor last time. */
const isOfTheText = (key: string): boolean =>
  /^graphiql:(tabState|query|variables|headers|operationName)$/.test(key);
const createStorage = (): Storage => ({
  getItem: (key) => (isOfTheText(key) ? null : localStorage.getItem(key)),
  setItem: (key, value) => (isOfTheText(key) ? undefined : localStorage.setItem(key, value)),
  removeItem: (key) => localStorage.removeItem(key),
  clear: () => localStorage.clear(),
  get length() {
    return localStorage.length;
  },
});

const fetcherOf =
  (run: Explorer["run"]): Fetcher =>
  async (request) =>
    (await run(request)) as Awaited<ReturnType<Fetcher>> & object;

interface GraphiqlExplorerProps {
  draft: Draft;
  onDraft: (change: Partial<Draft>) => void;
  run: Explorer["run"];
}
export function GraphiqlExplorer({ draft, onDraft, run }: GraphiqlExplorerProps): ReactNode {
  const { resolvedTheme } = useTheme();
  const [storage] = useState(createStorage);
  const [start] = useState(draft);
  const [fetcher] = useState(() => fetcherOf(run));
  return (
    <div
      className={clsx(
        "h-[860px] overflow-hidden md:h-[max(560px,calc(100dvh-300px))] rounded-card border",
        "border-border",
      )}
    >
      <GraphiQL
        fetcher={fetcher}
        storage={storage}
        initialQuery={start.query}
        initialVariables={start.variables}
        onEditQuery={(query) => onDraft({ query })}
        onEditVariables={(variables) => onDraft({ variables })}
        // Who asks is chosen above.
        isHeadersEditorEnabled={false}
        forcedTheme={resolvedTheme === "dark" ? "dark" : "light"}
        shouldPersistHeaders={false}
      />
    </div>
  );
}
