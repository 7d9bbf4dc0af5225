import type { ReactNode } from "react";
import { FileText } from "lucide-react";
import { useTranslations } from "next-intl";
import { textLinkClass } from "../../ui/text-link.ts";
import type { VersionText } from "./editor/draft.ts";

/**
 * Custom terms: their kind, the brand's own name where one may see it, and the text or the file.
 */
export function Clauses({
  clauses,
  code,
}: {
  clauses: VersionText["customTerms"];
  code?: string;
}): ReactNode {
  const t = useTranslations("terms");
  if (clauses.length === 0) return null;
  return (
    <ol className="flex flex-col gap-3">
      {clauses.map(({ name, kind, text, fileId }, index) => (
        <li key={index} className="border-s-2 border-border ps-3">
          <p className="font-medium">
            {t(`clauseKinds.${kind}`)}{" "}
            {name ? (
              <span className="text-caption font-normal text-subtle">
                {t("clauseOwnName", { name })}
              </span>
            ) : null}
          </p>
          {fileId ? (
            <a
              href={`/files/${fileId}${code ? `?code=${code}` : ""}`}
              className={textLinkClass}
              download
            >
              <FileText aria-hidden size={14} className="me-1 inline" />
              {t("clauseFile")}
            </a>
          ) : (
            <p className="whitespace-pre-line break-words">{text}</p>
          )}
        </li>
      ))}
    </ol>
  );
}
