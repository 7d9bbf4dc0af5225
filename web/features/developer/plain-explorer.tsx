"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { Button } from "../../ui/button.tsx";
import { CodeBox } from "../../ui/code-box.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Form, TextField, type Refusal } from "../../ui/form.tsx";
import { ask } from "./ask.ts";
import type { Example } from "./examples.ts";

/** Query, variables, run, result: nothing more, for every browser and reader. */
export function PlainExplorer({ example }: { example: Example }): ReactNode {
  const t = useTranslations("developer");
  const [query, setQuery] = useState(example.query);
  const [variables, setVariables] = useState(example.variables);
  const [running, setRunning] = useState(false);
  const [result, setResult] = useState<string | null>(null);
  const [fault, setFault] = useState<Refusal | null>(null);
  const run = async () => {
    let given: unknown;
    try {
      given = JSON.parse(variables.trim() || "{}");
    } catch {
      setFault({ code: "BAD_JSON", message: t("badVariables"), path: ["variables"] });
      return;
    }
    setFault(null);
    setRunning(true);
    setResult(JSON.stringify(await ask({ query, variables: given }), null, 2));
    setRunning(false);
  };
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Form refusal={fault} onSend={() => void run()}>
        <TextField name="query" label={t("query")} rows={16} spellCheck={false} className="font-mono" value={query} onChange={(event) => setQuery(event.target.value)} />
        <TextField
          name="variables"
          label={t("variables")}
          rows={4}
          spellCheck={false}
          className="font-mono"
          value={variables}
          onChange={(event) => setVariables(event.target.value)}
        />
        <div>
          <Button type="submit" tone="primary" busy={running}>
            {t("run")}
          </Button>
        </div>
      </Form>
      <section aria-label={t("result")} className="min-w-0">
        <div className="mb-1 flex items-center justify-between gap-2">
          <h2>{t("result")}</h2>
          {result === null ? null : <CopyButton text={result} what={t("result")} />}
        </div>
        <CodeBox label={t("result")} live>
          {result ?? t("noResult")}
        </CodeBox>
      </section>
    </div>
  );
}
