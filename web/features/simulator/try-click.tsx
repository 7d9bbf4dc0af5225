"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { DryRun_ResultFragment, FactInput, TermsInput } from "../../gql/graphql.ts";
import { formatExact } from "../../lib/format.ts";
import { isId } from "../../lib/ids.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { FormAlert, InputField, SelectField } from "../../ui/form.tsx";
import { Steps } from "../reporting/log/trace-steps.tsx";
import { useDryRun } from "../reporting/log/use-dry-run.ts";
import { Untried } from "./untried.tsx";

interface TryClickProps {
  programId: string;
  draft: TermsInput;
  timeZone: string;
}
const devices = ["PHONE", "DESKTOP", "TABLET"] as const;

/** Values of a click as they are typed; what is empty is not there. */
const factsOf = (country: string, device: string): FactInput[] => [
  ...(country.trim() === ""
    ? []
    : [{ variable: "COUNTRY" as const, name: null, values: [country.trim().toUpperCase()] }]),
  ...(device === "" ? [] : [{ variable: "DEVICE" as const, name: null, values: [device] }]),
];

/** One click, described or pasted: what the draft would pay, and every step to it. */
export function TryClick({ programId, draft, timeZone }: TryClickProps): ReactNode {
  const t = useTranslations("simulator");
  const [country, setCountry] = useState("US");
  const [device, setDevice] = useState<string>("PHONE");
  const [clickId, setClickId] = useState("");
  const { run, result, refusal, asking } = useDryRun();
  const pasted = clickId.trim().toLowerCase();
  const wrong = pasted !== "" && !isId(pasted);
  const ask = () =>
    run(
      pasted === ""
        ? { programId, draft, facts: factsOf(country, device) }
        : { programId, draft, clickId: pasted },
    );
  return (
    <section className="flex flex-col gap-3 border-t border-border pt-4">
      <h3 className="font-medium">{t("tryTitle")}</h3>
      <div className="grid grid-cols-2 gap-2">
        <InputField
          name="tryCountry"
          label={t("country")}
          disabled={pasted !== ""}
          maxLength={2}
          value={country}
          onChange={(event) => setCountry(event.target.value)}
        />
        <SelectField
          name="tryDevice"
          label={t("device")}
          disabled={pasted !== ""}
          value={device}
          onChange={(event) => setDevice(event.target.value)}
          options={[
            ...devices.map((value) => ({ value, label: t(`devices.${value}`) })),
            { value: "", label: t("unknown") },
          ]}
        />
      </div>
      <InputField
        name="tryClickId"
        label={t("clickId")}
        hint={t("clickIdHint")}
        error={wrong ? t("clickIdWrong") : null}
        value={clickId}
        onChange={(event) => setClickId(event.target.value)}
      />
      <div>
        <Button busy={asking || wrong} onClick={ask}>
          {t("try")}
        </Button>
      </div>
      {refusal ? <FormAlert>{refusal.message}</FormAlert> : null}
      {result ? <Verdict result={result} timeZone={timeZone} /> : null}
    </section>
  );
}

function Verdict({
  result,
  timeZone,
}: {
  result: DryRun_ResultFragment;
  timeZone: string;
}): ReactNode {
  const t = useTranslations("simulator");
  const paid = result.outcome === "PAID";
  return (
    <div className="flex flex-col gap-3">
      <output className="flex flex-wrap items-center gap-2 rounded-card bg-sunken p-3">
        <Badge tone={paid ? "success" : result.outcome === "PAID_ZERO" ? "info" : "warning"}>
          {result.amount ? formatExact(result.amount) : t("nothing")}
        </Badge>
        <span>
          {result.reasonText ??
            (result.groupName === null ? t("byDefault") : t("byGroup", { name: result.groupName }))}
        </span>
      </output>
      <Untried of={result.untried} />
      <details>
        <summary className="cursor-pointer font-medium">{t("showSteps")}</summary>
        <div className="pt-2">
          <Steps
            id="tried"
            steps={result.trace.steps}
            title={t("everyStep")}
            heading="h4"
            timeZone={timeZone}
          />
        </div>
      </details>
    </div>
  );
}
