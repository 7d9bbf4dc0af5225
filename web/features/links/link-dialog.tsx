"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { textOf } from "../../lib/form-values.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { InputField, SelectField, type Refusal } from "../../ui/form.tsx";
import { useToast } from "../../ui/toast.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import type { Choices } from "../partners/choice-types.ts";
import { PartnerField } from "./link-fields.tsx";
import { graphql } from "../../gql/index.ts";
import { newPlace, PlaceField } from "./link-fields.tsx";
import { useTellCut } from "./use-tell-cut.ts";

const CreateTrackingLink = graphql(/* GraphQL */ `
  mutation CreateTrackingLink($input: CreateTrackingLinkInput!, $key: String!) {
    createTrackingLink(input: $input, idempotencyKey: $key) {
      __typename
      ... on TrackingLinkOk {
        cut
        link {
          id
          name
        }
      }
      ...Refused
    }
  }
`);

const CreateMediaProperty = graphql(/* GraphQL */ `
  mutation CreateMediaProperty($input: MediaPropertyInput!, $key: String!) {
    createMediaProperty(input: $input, idempotencyKey: $key) {
      __typename
      ... on MediaPropertyOk {
        mediaProperty {
          id
        }
      }
      ...Refused
    }
  }
`);

const leads = ["product", "ad", "program"] as const;
type Lead = (typeof leads)[number];

/** A new media property stands in the link's form under names of its own. */
const placeFields: Record<string, string> = { name: "placeName", url: "placeUrl" };
const atPlace = (refusal: Refusal): Refusal => ({
  ...refusal,
  path: [placeFields[refusal.path.at(-1) ?? ""] ?? "mediaPropertyId"],
});

interface LinkDialogProps {
  open: boolean;
  onClose: () => void;
  programId: string;
  partners: Choices | null;
  ads: readonly { id: string; name: string }[];
}
/** A live link: to a product page, an ad of the brand, or the program's page. */
export function LinkDialog({
  open,
  onClose,
  programId,
  partners,
  ads,
}: LinkDialogProps): ReactNode {
  const t = useTranslations("links");
  const toast = useToast();
  const tellCut = useTellCut();
  const link = useSendOnce(CreateTrackingLink);
  const place = useSendOnce(CreateMediaProperty);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  // Made before a link that was refused: it is not made again.
  const [made, setMade] = useState<{ id: string; name: string; url: string } | null>(null);
  const [lead, setLead] = useState<Lead>("product");
  /** Null: it was refused. */
  const placeIn = async (values: FormData): Promise<{ id: string | null } | null> => {
    const chosen = textOf(values, "mediaPropertyId");
    if (chosen !== newPlace) return { id: chosen || null };
    const input = { name: textOf(values, "placeName"), url: textOf(values, "placeUrl") };
    if (made?.name === input.name && made.url === input.url) return made;
    const sent = await place.send({ input });
    if (!sent.ok) {
      setRefusal(atPlace(sent.refusal));
      return null;
    }
    const { id } = sent.result.mediaProperty;
    setMade({ ...input, id });
    return { id };
  };
  const create = async (values: FormData) => {
    const word = (name: string) => textOf(values, name).trim() || null;
    setRefusal(null);
    const used = await placeIn(values);
    if (used === null) return;
    const fields = {
      adId: word("adId"),
      landingPage: word("landingPage"),
      name: word("name"),
      sharedId: word("sharedId"),
      mediaPropertyId: used.id,
    };
    const sent = await link.send({ input: { programId, partnerId: word("partnerId"), ...fields } });
    if (!sent.ok) return setRefusal(sent.refusal);
    const { name } = sent.result.link;
    toast(t((fields.name ?? name) === name ? "ready" : "known", { name }));
    tellCut(sent.result.cut);
    onClose();
  };
  const sending = place.sending || link.sending;
  return (
    <SendDialog
      open={open}
      onClose={onClose}
      title={t("create")}
      description={t("createText")}
      submit={t("create")}
      sending={sending}
      refusal={refusal}
      onSend={create}
    >
      <PartnerField partners={partners} />
      <SelectField
        name="lead"
        label={t("leadsTo")}
        value={lead}
        onChange={(event) => setLead(event.target.value as Lead)}
        options={leads
          .filter((each) => each !== "ad" || ads.length > 0)
          .map((each) => ({ value: each, label: t(`leads.${each}`) }))}
      />
      {lead === "product" ? (
        <InputField
          name="landingPage"
          inputMode="url"
          required
          label={t("productPage")}
          hint={t("productPageHint")}
          placeholder={t("pageExample")}
        />
      ) : null}
      {lead === "ad" ? (
        <SelectField
          name="adId"
          label={t("ad")}
          required
          options={ads.map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : null}
      <InputField name="name" label={t("nameOptional")} maxLength={200} hint={t("nameHint")} />
      {partners === null ? <PlaceField open={open} /> : null}
      <InputField
        name="sharedId"
        label={t("sharedId")}
        maxLength={255}
        hint={t("sharedIdHint")}
        pattern="[A-Za-z0-9]*"
      />
    </SendDialog>
  );
}
