import type { ReactNode } from "react";
import { clsx } from "clsx";

/** What a person wrote, with their line breaks. */
export const TextParagraphs = ({ text }: { text: string }): ReactNode =>
  text.trim() === "" ? null : (
    <blockquote
      className={clsx("max-w-prose border-s-2 border-border ps-3 break-words whitespace-pre-line")}
    >
      {text.trim()}
    </blockquote>
  );
