"use client";
import type { ReactNode } from "react";
import dynamic from "next/dynamic";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import { Button } from "../../ui/button.tsx";
import { PageHead } from "../../ui/card.tsx";
import { Select } from "../../ui/form.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { DevTabs } from "./dev-tabs.tsx";
import { exampleKeys, type Example, type ExampleKey } from "./examples.ts";
import { PlainExplorer } from "./plain-explorer.tsx";

const GraphiqlExplorer = dynamic(() => import("./graphiql.tsx").then((module) => module.GraphiqlExplorer), { ssr: false, loading: () => <Skeleton className="h-[560px]" /> });

export function ExplorerView({ examples }: { examples: readonly Example[] }): ReactNode {
  const t = useTranslations("developer");
  const [view, setView] = useQueryState("view", parseAsStringLiteral(["editor", "plain"]).withDefault("editor"));
  const [key, setKey] = useQueryState("example", parseAsStringLiteral(exampleKeys));
  const example = examples.find((each) => each.key === key) ?? examples[0];
  if (!example) return null;
  const isPlain = view === "plain";
  return (
    <>
      <DevTabs current="explorer" />
      <PageHead
        title={t("explorer")}
        lead={t("explorerLead")}
        actions={
          <>
            <div className="w-60">
              <Select aria-label={t("examples")} value={example.key} onChange={(event) => void setKey(event.target.value as ExampleKey)}>
                {examples.map((each) => (
                  <option key={each.key} value={each.key}>
                    {t(`exampleNames.${each.key}`)}
                  </option>
                ))}
              </Select>
            </div>
            <Button aria-pressed={isPlain} onClick={() => void setView(isPlain ? "editor" : "plain")}>
              {t(isPlain ? "editorMode" : "plainMode")}
            </Button>
          </>
        }
      />
      {isPlain ? <PlainExplorer key={example.key} example={example} /> : <GraphiqlExplorer example={example} />}
    </>
  );
}
