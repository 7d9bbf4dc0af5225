"use client";
import { useState, type ReactNode } from "react";
import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button, type ButtonTone } from "./button.tsx";
import { useToast } from "./toast.tsx";

interface CopyButtonProps {
  text: string;
  /** What is copied, for screen readers where several stand side by side. */
  what?: string;
  label?: string;
  tone?: ButtonTone;
}
export function CopyButton({ text, what, label, tone = "plain" }: CopyButtonProps): ReactNode {
  const t = useTranslations("ui");
  const toast = useToast();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      toast(t("copied"));
    } catch {
      toast(t("copyFailed"));
    }
  };
  const Icon = copied ? Check : Copy;
  return (
    <Button
      size="small"
      tone={tone}
      onClick={() => void copy()}
      {...(what ? { "aria-label": `${label ?? t("copy")}: ${what}` } : {})}
    >
      <Icon aria-hidden size={14} />
      {label ?? t("copy")}
    </Button>
  );
}
