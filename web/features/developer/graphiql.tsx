"use client";
// Workers from the own build: the editor asks no other host for anything.
import "graphiql/setup-workers/webpack";
import "graphiql/style.css";
import type { ReactNode } from "react";
import { GraphiQL, type GraphiQLProps } from "graphiql";
import { useTheme } from "next-themes";
import { ask } from "./ask.ts";
import type { Example } from "./examples.ts";

const fetcher: GraphiQLProps["fetcher"] = async (request) => (await ask(request)) as Awaited<ReturnType<typeof fetcher>> & object;

export function GraphiqlExplorer({ example }: { example: Example }): ReactNode {
  const { resolvedTheme } = useTheme();
  return (
    <div className="h-[max(560px,calc(100dvh-260px))] overflow-hidden rounded-card border border-border">
      <GraphiQL
        key={example.key}
        fetcher={fetcher}
        initialQuery={example.query}
        initialVariables={example.variables}
        forcedTheme={resolvedTheme === "dark" ? "dark" : "light"}
        shouldPersistHeaders={false}
      />
    </div>
  );
}
