"use client";
import { useMemo, type ReactNode } from "react";
import { NextIntlClientProvider, useLocale, useMessages } from "next-intl";
import type { Tree } from "./trees.ts";

const together = (one: Tree, other: Tree): Tree => {
  const all = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const there = all[key];
    all[key] =
      typeof there === "object" && typeof value === "object" ? together(there, value) : value;
  }
  return all;
};

interface MoreMessagesProps {
  /** Whose they are: the same name has the same messages for as long as the page stands. */
  of: string;
  messages: Tree;
  children: ReactNode;
}
/** What a page's client code says, beside what the layouts around it brought. */
export function MoreMessages({ of, messages, children }: MoreMessagesProps): ReactNode {
  const locale = useLocale();
  const above = useMessages() as Tree;
  const all = useMemo(
    () => together(above, messages),
    // A refresh brings the same messages as another object: nothing is drawn anew for it.
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `of` stands for them
    [above, of],
  );
  return (
    <NextIntlClientProvider locale={locale} messages={all}>
      {children}
    </NextIntlClientProvider>
  );
}
