"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { textOf } from "../../lib/form-values.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { InputField } from "../../ui/form.tsx";
import { useToast } from "../../ui/toast.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import type { Choices } from "../partners/choice-types.ts";
import { graphql } from "../../gql/index.ts";
import { PartnerField } from "./link-fields.tsx";
import { useTellCut } from "./use-tell-cut.ts";

const CreateTestLink = graphql(/* GraphQL */ `
  mutation CreateTestLink(
    $programId: ID!
    $partnerId: ID
    $name: Line!
    $landingPage: URL
    $key: String!
  ) {
    createTestLink(
      programId: $programId
      partnerId: $partnerId
      name: $name
      landingPage: $landingPage
      idempotencyKey: $key
    ) {
      __typename
      ... on TrackingLinkOk {
        cut
        link {
          id
          name
          partnerName
        }
      }
      ...Refused
    }
  }
`);

interface TestLinkDialogProps {
  open: boolean;
  onClose: () => void;
  programId: string;
  /** Partners to choose from; null for a partner, who is always the one. */
  partners: Choices | null;
}
/** "Test CPC link": a text link ad of its own and a test link to it, in one step. */
export function TestLinkDialog({
  open,
  onClose,
  programId,
  partners,
}: TestLinkDialogProps): ReactNode {
  const t = useTranslations("links");
  const toast = useToast();
  const tellCut = useTellCut();
  const { send, sending, refusal } = useSendOnce(CreateTestLink);
  const create = async (values: FormData) => {
    const sent = await send({
      programId,
      partnerId: textOf(values, "partnerId") || null,
      name: textOf(values, "name"),
      landingPage: textOf(values, "landingPage").trim() || null,
    });
    if (!sent.ok) return;
    toast(t("created", { name: sent.result.link.name }));
    tellCut(sent.result.cut);
    onClose();
  };
  return (
    <SendDialog
      open={open}
      onClose={onClose}
      title={t("createTest")}
      description={t("createTestText")}
      submit={t("createTest")}
      sending={sending}
      refusal={refusal}
      onSend={create}
    >
      <PartnerField partners={partners} />
      <InputField
        name="name"
        label={t("name")}
        required
        maxLength={200}
        defaultValue={t("testName")}
      />
      <InputField
        name="landingPage"
        inputMode="url"
        label={t("landingPage")}
        hint={t("landingPageHint")}
        placeholder={t("pageExample")}
      />
    </SendDialog>
  );
}
