"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { formatCount } from "../../../lib/format.ts";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { controlClass, Select } from "../../../ui/form.tsx";
import type { Explorer } from "./use-explorer.ts";

/** As whom it runs, what the last run cost, and the same for a shell. */
export function RunBar({ explorer, curl }: { explorer: Explorer; curl: string }): ReactNode {
  const t = useTranslations("developer");
  const { apiKey, setApiKey, cost } = explorer;
  const limits = cost
    ? { remaining: formatCount(cost.remaining), limit: formatCount(cost.limit) }
    : null;
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <div className="w-52">
        <Select
          aria-label={t("runAs")}
          value={apiKey === null ? "session" : "key"}
          onChange={(event) => setApiKey(event.target.value === "key" ? "" : null)}
        >
          <option value="session">{t("asYou")}</option>
          <option value="key">{t("withKey")}</option>
        </Select>
      </div>
      {apiKey === null ? null : (
        <input
          // Not a sign-in: nothing that remembers passwords should offer to keep it.
          type="password"
          autoComplete="off"
          data-1p-ignore
          aria-label={t("key")}
          placeholder="cf_live_…"
          value={apiKey}
          onChange={(event) => setApiKey(event.target.value)}
          className={`${controlClass} max-w-72 font-mono`}
        />
      )}
      <output className="tabular min-w-0 flex-1 text-table text-muted">
        {cost && limits
          ? cost.points === null
            ? t("notCounted", limits)
            : t("cost", { ...limits, points: formatCount(cost.points) })
          : t("noCost")}
      </output>
      <CopyButton text={curl} label={t("copyCurl")} />
    </div>
  );
}
