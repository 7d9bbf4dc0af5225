"use client";
import { useState, type ReactNode } from "react";
import dynamic from "next/dynamic";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import { Button } from "../../../ui/button.tsx";
import { PageHead } from "../../../ui/card.tsx";
import { Select } from "../../../ui/form.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { curlOf } from "./ask.ts";
import { DevTabs } from "../dev-tabs.tsx";
import { exampleKeys, type Example, type ExampleKey } from "./examples.ts";
import { MutationDialog } from "./mutation-dialog.tsx";
import { PlainExplorer } from "./plain-explorer.tsx";
import { RunBar } from "./run-bar.tsx";
import { useExplorer, type Draft } from "./use-explorer.ts";
import { readVariables } from "./ask.ts";

const GraphiqlExplorer = dynamic(
  () => import("./graphiql.tsx").then((module) => module.GraphiqlExplorer),
  { ssr: false, loading: () => <Skeleton className="h-[560px]" /> },
);

interface ExplorerViewProps {
  examples: readonly Example[];
  /** Where the API is, for shells. */
  address: string;
}
export function ExplorerView({ examples, address }: ExplorerViewProps): ReactNode {
  const t = useTranslations("developer");
  const [view, setView] = useQueryState(
    "view",
    parseAsStringLiteral(["editor", "plain"]).withDefault("editor"),
  );
  const [key, setKey] = useQueryState("example", parseAsStringLiteral(exampleKeys));
  const example = examples.find((each) => each.key === key) ?? examples[0];
  const [drafts, setDrafts] = useState<Partial<Record<ExampleKey, Draft>>>({});
  const explorer = useExplorer();
  if (!example) return null;
  const isPlain = view === "plain";
  const draft = drafts[example.key] ?? example;
  const change = (part: Partial<Draft>) =>
    setDrafts((all) => ({ ...all, [example.key]: { ...(all[example.key] ?? example), ...part } }));
  const editor = { draft, onDraft: change, run: explorer.run };
  return (
    <>
      <DevTabs current="explorer" />
      <PageHead
        title={t("explorer")}
        lead={t("explorerLead")}
        actions={
          <>
            <div className="w-60">
              <Select
                aria-label={t("examples")}
                value={example.key}
                onChange={(event) => void setKey(event.target.value as ExampleKey)}
              >
                {examples.map((each) => (
                  <option key={each.key} value={each.key}>
                    {t(`exampleNames.${each.key}`)}
                  </option>
                ))}
              </Select>
            </div>
            <Button
              aria-pressed={isPlain}
              onClick={() => void setView(isPlain ? "editor" : "plain")}
            >
              {t(isPlain ? "editorMode" : "plainMode")}
            </Button>
          </>
        }
      />
      <RunBar
        explorer={explorer}
        curl={curlOf(address, {
          query: draft.query,
          variables: readVariables(draft.variables) ?? {},
        })}
      />
      {isPlain ? (
        <PlainExplorer key={example.key} {...editor} />
      ) : (
        <GraphiqlExplorer key={example.key} {...editor} />
      )}
      <MutationDialog asking={explorer.asking} />
    </>
  );
}
