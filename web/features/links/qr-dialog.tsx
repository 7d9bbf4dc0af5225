"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { buttonClass } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";

const sizes = [256, 512, 1024, 2048] as const;
interface QrDialogProps {
  link: { id: string; name: string; url: string; readableUrl?: string | null };
  onClose: () => void;
}
/** The link's address to be scanned, and as files. */
export function QrDialog({ link, onClose }: QrDialogProps): ReactNode {
  const t = useTranslations("links");
  const url = link.readableUrl ?? link.url;
  const address = `/files/links/${link.id}/qr`;
  return (
    <Dialog open onClose={onClose} title={t("qrOf", { name: link.name })} description={t("qrText")}>
      <div className="flex flex-col items-center gap-4">
        {/* White on purpose: scanners want dark on white. */}
        {/* oxlint-disable-next-line nextjs/no-img-element -- made for this link, and not cached */}
        <img
          src={`${address}?format=svg`}
          alt={t("qrAlt", { url })}
          width={256}
          height={256}
          className="rounded-card border border-border bg-white"
        />
        <p className="text-center text-table break-all text-muted">{url}</p>
        <ul className="flex flex-wrap justify-center gap-2">
          <li>
            <a href={`${address}?format=svg`} download className={buttonClass("primary")}>
              {t("qrSvg")}
            </a>
          </li>
          {sizes.map((size) => (
            <li key={size}>
              <a href={`${address}?format=png&size=${size}`} download className={buttonClass()}>
                {t("qrPng", { size })}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
