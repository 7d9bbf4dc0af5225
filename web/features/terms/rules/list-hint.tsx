"use client";
/** Rules that name a list, where there is none of its kind yet. */
import { useEffect, useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import {
  RuleValuesDocument,
  type EventTypeKind,
  type ExceptionListKind,
  type RuleVariable,
} from "../../../gql/graphql.ts";
import { useLoaded } from "../../../lib/use-loaded.ts";
import { textLinkClass } from "../../../ui/text-link.ts";
import { useEditor } from "../editor/editor-context.tsx";

/** Grows whenever somebody comes back to the window: a list may have been made beside it. */
export function useReturns(active: boolean): number {
  const [returns, setReturns] = useState(0);
  useEffect(() => {
    if (!active) return;
    const count = () => setReturns((now) => now + 1);
    window.addEventListener("focus", count);
    return () => window.removeEventListener("focus", count);
  }, [active]);
  return returns;
}

/**
 * Nothing where there are lists; else that there are none, and the way to make one for those who
 * may.
 */
export function ListHint({
  event,
  variable,
  kind,
  returns,
}: {
  event: EventTypeKind;
  variable: RuleVariable;
  /** Of the lists that it names. */
  kind: ExceptionListKind;
  returns: number;
}): ReactNode {
  const t = useTranslations("terms");
  const { programId, listsHref } = useEditor();
  const { data } = useLoaded(
    RuleValuesDocument,
    { programId: programId ?? "", event, variable, name: null, search: "" },
    null,
    { active: programId !== null, news: returns },
  );
  if (data?.ruleValues?.values.length !== 0) return null;
  return (
    <>
      {t("listNone", { kind })} {/* Beside this page: what is written here stays. */}
      {listsHref ? (
        <a href={listsHref} target="_blank" rel="noreferrer" className={textLinkClass}>
          {t("listMake")}
        </a>
      ) : (
        t("listAsk")
      )}
    </>
  );
}
