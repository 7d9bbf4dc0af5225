"use client";
import { useState, type ReactNode } from "react";
import { ExternalLink } from "lucide-react";
import { useTranslations } from "next-intl";
import { brandPages, type BrandPages } from "../../lib/addresses.ts";
import { readFragment } from "../../gql/index.ts";
import type { Verify_RowFragment, VerificationFix } from "../../gql/graphql.ts";
import { Button, ButtonLink, buttonClass, type ButtonTone } from "../../ui/button.tsx";
import { TestOrderDialog } from "../links/test-order-dialog.tsx";
import { OrderDialog } from "./order-dialog.tsx";
import { Verify_check } from "./queries.ts";
import { RemindDialog } from "./remind-dialog.tsx";
import type { Place, VerifyActions } from "./use-verify-actions.ts";
import { clicksWanted } from "./words.ts";

export interface VerifyProgram {
  id: string;
  code: string;
  marketplaceCurrency: string;
  simulated: boolean;
}
export interface VerifyRights {
  run: boolean;
  order: boolean;
}
export interface FixProps {
  row: Verify_RowFragment;
  program: VerifyProgram;
  rights: VerifyRights;
  actions: VerifyActions;
  place: Place;
}

/** Where a fix is another page's. */
const hrefOf = (
  fix: VerificationFix,
  pages: BrandPages,
  { partnerAccountId, clickId }: Verify_RowFragment,
): string | null => {
  const hrefs: Partial<Record<VerificationFix, string>> = {
    REQUEST_CPC: "/settings",
    SET_EVENT_TYPE: pages.setUp,
    PROPOSE_CONTRACT: `${pages.contracts}?partner=${partnerAccountId}`,
    CHANGE_TERMS: pages.terms,
    ADD_LIMIT: pages.limits,
    PUBLISH_TERMS: pages.terms,
    SWITCH_AD_ON: pages.links,
    CONNECT_AMAZON: "/settings/amazon",
    INVITE_AGAIN: pages.partners,
    ...(clickId ? { READ_TRACE: `${pages.clicks}/${clickId}` } : {}),
  };
  return hrefs[fix] ?? null;
};

interface OneFixProps extends FixProps {
  fix: VerificationFix;
  tone?: ButtonTone;
}
/** The one thing to do about a check, done here or on its page; nothing for who may not. */
export function FixButton({ fix, tone = "plain", ...props }: OneFixProps): ReactNode {
  const t = useTranslations("verify");
  const { row, program, rights, actions } = props;
  const href = hrefOf(fix, brandPages(program.code), row);
  const what = t("fixOf", { fix: t(`fixes.${fix}`), partner: row.partnerName });
  if (href !== null)
    return (
      <ButtonLink size="small" tone={tone} href={href} aria-label={what}>
        {t(`fixes.${fix}`)}
      </ButtonLink>
    );
  if (fix === "OPEN_LINK")
    return row.link ? (
      <a
        href={row.link.url}
        target="_blank"
        rel="noreferrer"
        aria-label={what}
        className={buttonClass(tone, "small")}
      >
        <ExternalLink aria-hidden size={14} />
        {t("fixes.OPEN_LINK")}
      </a>
    ) : null;
  if (fix === "PLACE_TEST_ORDER" ? !rights.order : !rights.run) return null;
  if (fix === "PLACE_TEST_ORDER" || fix === "RECORD_ORDER" || fix === "SEND_LINK")
    return <AskingFix {...props} fix={fix} tone={tone} what={what} />;
  return (
    <Button
      size="small"
      tone={tone}
      aria-label={what}
      busy={actions.busy}
      onClick={() => void act(fix, props)}
    >
      {t(`fixes.${fix}`)}
    </Button>
  );
}

async function act(fix: VerificationFix, { row, actions, place }: FixProps): Promise<void> {
  const partner = row.partnerAccountId;
  if (fix === "CREATE_TEST_LINK") return actions.createLinks([partner]);
  if (fix === "REOPEN_LINK") return row.link ? actions.resume(row.link.id) : undefined;
  if (fix === "CHECK_AGAIN") return actions.checkAgain([partner]);
  const checks = row.checks.map((check) => readFragment(Verify_check, check));
  const clicks = Math.max(1, clicksWanted(checks, row.clicks));
  return actions.click([{ id: partner, clicks }], place);
}

type Asking = "PLACE_TEST_ORDER" | "RECORD_ORDER" | "SEND_LINK";
/** A fix that asks for something first. */
function AskingFix({
  fix,
  tone,
  what,
  row,
  program,
  actions,
}: FixProps & { fix: Asking; tone: ButtonTone; what: string }): ReactNode {
  const t = useTranslations("verify");
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button size="small" tone={tone} aria-label={what} onClick={() => setOpen(true)}>
        {t(`fixes.${fix}`)}
      </Button>
      {fix === "PLACE_TEST_ORDER" && row.link ? (
        <TestOrderDialog
          open={open}
          onClose={close}
          link={{ ...row.link, partnerName: row.partnerName }}
          currency={program.marketplaceCurrency}
          way={program.simulated ? "simulated" : "shop"}
        />
      ) : null}
      {fix === "RECORD_ORDER" ? (
        <OrderDialog open={open} onClose={close} programId={program.id} row={row} />
      ) : null}
      {fix === "SEND_LINK" ? (
        <RemindDialog
          open={open}
          onClose={close}
          partners={[{ id: row.partnerAccountId, name: row.partnerName }]}
          actions={actions}
        />
      ) : null}
    </>
  );
}
