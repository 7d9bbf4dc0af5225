"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { useHydrated } from "../../../lib/use-hydrated.ts";
import { Button } from "../../../ui/button.tsx";
import { CodeBox } from "../../../ui/code-box.tsx";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Form, TextField, type Refusal } from "../../../ui/form.tsx";
import type { Draft, Explorer } from "./use-explorer.ts";
import { readVariables } from "./ask.ts";

interface PlainExplorerProps {
  draft: Draft;
  onDraft: (change: Partial<Draft>) => void;
  run: Explorer["run"];
}
/** Query, variables, run, result: nothing more, for every browser and reader. */
export function PlainExplorer({ draft, onDraft, run }: PlainExplorerProps): ReactNode {
  const t = useTranslations("developer");
  // What is typed before scripts answer would be mixed with the example.
  const hydrated = useHydrated();
  const [running, setRunning] = useState(false);
  const [result, setResult] = useState<string | null>(null);
  const [fault, setFault] = useState<Refusal | null>(null);
  const send = async () => {
    const variables = readVariables(draft.variables);
    setFault(
      variables === null
        ? { code: "BAD_JSON", message: t("badVariables"), path: ["variables"] }
        : null,
    );
    if (variables === null) return;
    setRunning(true);
    setResult(JSON.stringify(await run({ query: draft.query, variables }), null, 2));
    setRunning(false);
  };
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Form refusal={fault} onSend={() => void send()}>
        <TextField
          name="query"
          label={t("query")}
          rows={16}
          spellCheck={false}
          readOnly={!hydrated}
          className="font-mono"
          value={draft.query}
          onChange={(event) => onDraft({ query: event.target.value })}
        />
        <TextField
          name="variables"
          label={t("variables")}
          rows={4}
          spellCheck={false}
          readOnly={!hydrated}
          className="font-mono"
          value={draft.variables}
          onChange={(event) => onDraft({ variables: event.target.value })}
        />
        <div>
          <Button type="submit" tone="primary" busy={running}>
            {t("run")}
          </Button>
        </div>
      </Form>
      <div className="min-w-0">
        <div className="mb-1 flex items-center justify-between gap-2">
          <h2>{t("result")}</h2>
          {result === null ? null : <CopyButton text={result} what={t("result")} />}
        </div>
        <CodeBox label={t("result")} live>
          {result ?? t("noResult")}
        </CodeBox>
      </div>
    </div>
  );
}
