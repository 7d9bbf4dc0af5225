import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { EmptyReason } from "../gql/graphql.ts";
import { nextStepHref } from "../lib/next-steps.ts";
import type { Space } from "../lib/spaces.ts";
import { ButtonLink } from "./button.tsx";

/** Says why something is empty, and offers one way on. */
export function Empty({
  title,
  children,
  action,
}: {
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}): ReactNode {
  return (
    <div className="flex flex-col items-start gap-3 py-2">
      <div className="max-w-prose">
        <p className="font-medium">{title}</p>
        {children ? <p className="text-muted">{children}</p> : null}
      </div>
      {action}
    </div>
  );
}

interface EmptyStateProps {
  reason: EmptyReason;
  space: Exclude<Space, "operator">;
  programCode: string;
  /** What there is none of. */
  kind: "clicks" | "sales";
  /** Address of an in-page step, where it differs from the usual one. */
  href?: string | undefined;
}
export function EmptyState({ reason, kind, space, programCode, href }: EmptyStateProps): ReactNode {
  const t = useTranslations("empty");
  return (
    <Empty
      title={t(`${reason}.title`, { kind })}
      action={
        <ButtonLink href={href ?? nextStepHref(reason, space, programCode)} size="small">
          {t(`${reason}.${space}Step`)}
        </ButtonLink>
      }
    >
      {t(`${reason}.text`)}
    </Empty>
  );
}
