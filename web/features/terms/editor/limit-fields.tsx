"use client";
import type { ReactNode } from "react";
import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Edit } from "../../../lib/edits.ts";
import type { EventTypeKind, LimitKind, LimitReset, LimitScope } from "../../../gql/graphql.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { InputField, SelectField } from "../../../ui/form.tsx";
import { newLimit, type LimitDraft } from "./draft.ts";
import { resetFor, resetsOf, scopesOf } from "./limit-scopes.ts";

const kindsOf = (event: EventTypeKind): LimitKind[] => [
  "PAYOUT",
  event === "CLICK" ? "CLICKS" : "CONVERSIONS",
];
const maxLimits = 12;
interface LimitFieldsProps {
  /**
   * Whose limits they are, as a place in the input: "eventPayouts.0" or "eventPayouts.0.groups.1".
   */
  path: string;
  title?: string;
  event: EventTypeKind;
  limits: readonly LimitDraft[];
  currency: string;
  onChange: Edit<LimitDraft[]>;
}
/** How far is paid: number of clicks, sales or leads, or amount, per span of time. */
export function LimitFields({
  path,
  title,
  event,
  limits,
  currency,
  onChange,
}: LimitFieldsProps): ReactNode {
  const t = useTranslations("terms");
  const change = (index: number, next: Partial<LimitDraft>) =>
    onChange((now) => now.map((limit, at) => (at === index ? { ...limit, ...next } : limit)));
  return (
    <section className="flex flex-col gap-2">
      {title ? (
        <h4 className="font-medium">{title}</h4>
      ) : (
        <h3 className="font-medium">{t("limits")}</h3>
      )}
      {limits.map((limit, index) => (
        <LimitFieldset
          key={index}
          path={`${path}.limits.${index}`}
          number={index + 1}
          event={event}
          limit={limit}
          currency={currency}
          onChange={(next) => change(index, next)}
          onRemove={() => onChange((now) => now.filter((_, at) => at !== index))}
        />
      ))}
      {limits.length < maxLimits ? (
        <div>
          <Button
            size="small"
            onClick={() => onChange((now) => [...now, newLimit({ reset: "DAY" })])}
          >
            <Plus aria-hidden size={14} />
            {t("addLimit")}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

interface LimitFieldsetProps extends Pick<LimitFieldsProps, "event" | "currency"> {
  /** Of this limit in the input: "eventPayouts.0.limits.2". */
  path: string;
  /** As people count. */
  number: number;
  limit: LimitDraft;
  onChange: (next: Partial<LimitDraft>) => void;
  onRemove: () => void;
}
function LimitFieldset({
  path,
  number,
  event,
  limit,
  currency,
  onChange,
  onRemove,
}: LimitFieldsetProps): ReactNode {
  const t = useTranslations("terms");
  return (
    <fieldset className="flex flex-wrap items-start gap-2 rounded-control border border-border p-3">
      <legend className="px-1 text-caption text-muted">{t("limitNumber", { number })}</legend>
      <div className="min-w-32 flex-1 max-sm:basis-full">
        <SelectField
          name={`${path}.kind`}
          label={t("limitKind")}
          value={limit.kind}
          onChange={(changed) =>
            onChange({ kind: changed.target.value as LimitKind, scope: "CONTRACT" })
          }
          options={kindsOf(event).map((kind) => ({
            value: kind,
            label: t(`limitKinds.${kind}`, { event }),
          }))}
        />
      </div>
      <div className="min-w-32 flex-1 max-sm:basis-full">
        <SelectField
          name={`${path}.scope`}
          label={t("limitScope")}
          value={limit.scope}
          onChange={(changed) => onChange({ scope: changed.target.value as LimitScope })}
          options={scopesOf(event, limit.kind).map((scope) => ({
            value: scope,
            label: t(`limitScopes.${scope}`, { event }),
          }))}
        />
      </div>
      {resetsOf(limit.scope).length === 0 ? null : (
        <div className="min-w-32 flex-1 max-sm:basis-full">
          <SelectField
            name={`${path}.reset`}
            label={t("limitReset")}
            value={resetFor(limit.scope, limit.reset) ?? ""}
            onChange={(changed) => onChange({ reset: changed.target.value as LimitReset })}
            options={resetsOf(limit.scope).map((reset) => ({
              value: reset,
              label: t(`limitResets.${reset}`),
            }))}
          />
        </div>
      )}
      <div className="min-w-24 flex-1">
        <InputField
          name={`${path}.max`}
          label={
            limit.kind === "PAYOUT"
              ? t("limitMaxPayout", { currency })
              : t(limit.kind === "CLICKS" ? "limitMaxClicks" : "limitMaxConversions")
          }
          required
          inputMode="decimal"
          value={limit.max}
          onChange={(changed) => onChange({ max: changed.target.value })}
        />
      </div>
      {resetFor(limit.scope, limit.reset) === "DAY" ? (
        <div className="min-w-32 flex-1">
          <InputField
            name={`${path}.weekendMax`}
            label={t("limitWeekend")}
            hint={t("limitWeekendHint")}
            inputMode="decimal"
            value={limit.weekendMax}
            onChange={(changed) => onChange({ weekendMax: changed.target.value })}
          />
        </div>
      ) : null}
      <IconButton className="mt-6" label={t("removeLimit", { number })} onClick={onRemove}>
        <Trash2 aria-hidden size={16} />
      </IconButton>
    </fieldset>
  );
}
