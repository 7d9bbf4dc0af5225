"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { Dialog } from "../../ui/dialog.tsx";
import { Facts } from "../../ui/card.tsx";

const keys = ["palette", "keys", "chart", "chartEnds", "open", "close", "messages"] as const;

/** Which keys do what. */
export function KeysDialog({ onClose }: { onClose: () => void }): ReactNode {
  const t = useTranslations("palette.help");
  return (
    <Dialog open onClose={onClose} title={t("title")}>
      <Facts
        items={keys.map((key) => ({
          label: t(`what.${key}`),
          value: <kbd className="font-mono">{t(`press.${key}`)}</kbd>,
        }))}
      />
    </Dialog>
  );
}
