import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { LandingPageWarning } from "../../gql/graphql.ts";

/** What a landing page is warned of, below it. */
export function PageWarnings({ warnings }: { warnings: readonly LandingPageWarning[] }): ReactNode {
  const t = useTranslations("links.pageWarnings");
  return warnings.map((warning) => (
    <p key={warning} className="text-warning">
      {t(warning)}
    </p>
  ));
}
