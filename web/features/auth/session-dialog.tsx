"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import { textOf } from "../../lib/form-values.ts";
import { putSessionAside, sessionIsBack } from "../../lib/session-end.ts";
import { signInFor } from "../../lib/spaces.ts";
import { nothing } from "../../lib/touched.ts";
import { useSend } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form, InputField } from "../../ui/form.tsx";
import { textLinkClass } from "../../ui/text-link.ts";

const SignInAgain = graphql(/* GraphQL */ `
  mutation SignInAgain($email: Line!, $password: Password!) {
    signIn(email: $email, password: $password) {
      __typename
      ... on SignInOk {
        viewer {
          account {
            id
          }
        }
      }
      ...Refused
    }
  }
`);
const WorkAsBefore = graphql(/* GraphQL */ `
  mutation WorkAsBefore($accountId: ID!) {
    switchAccount(accountId: $accountId) {
      __typename
      ... on SwitchAccountOk {
        viewer {
          account {
            id
          }
        }
      }
      ...Refused
    }
  }
`);

export interface SessionDialogProps {
  email: string;
  /** The account that the page shows. */
  accountId: string;
}
/** Signs the same person in again above the page, into the account that it shows. */
export function SessionDialog({ email, accountId }: SessionDialogProps): ReactNode {
  const t = useTranslations("auth.again");
  const page = usePathname();
  const query = useSearchParams().toString();
  const router = useRouter();
  const signIn = useSend(SignInAgain, nothing);
  const switchAccount = useSend(WorkAsBefore);
  const again = async (values: FormData) => {
    const sent = await signIn.send({ email, password: textOf(values, "password") });
    if (!sent.ok) return;
    // Also where it is the same account: what stands on the page is asked again after it.
    const back = await switchAccount.send({ accountId });
    if (!back.ok) return;
    sessionIsBack();
    router.refresh();
  };
  return (
    <Dialog open onClose={putSessionAside} title={t("title")}>
      <p className="mb-3">{t("text")}</p>
      <Form refusal={signIn.refusal ?? switchAccount.refusal} onSend={again}>
        <InputField
          name="email"
          type="email"
          autoComplete="username"
          readOnly
          label={t("email")}
          value={email}
        />
        <InputField
          name="password"
          type="password"
          autoComplete="current-password"
          required
          label={t("password")}
        />
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" tone="primary" busy={signIn.sending || switchAccount.sending}>
            {t("signIn")}
          </Button>
          <Link href={signInFor(page, query)} className={textLinkClass}>
            {t("other")}
          </Link>
        </div>
      </Form>
    </Dialog>
  );
}
