"use client";
import { PartnerField as ChosenPartner } from "../partners/partner-select.tsx";
import type { Choices } from "../partners/choice-types.ts";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { useLoaded } from "../../lib/use-loaded.ts";
import { graphql } from "../../gql/index.ts";
import { InputField, SelectField } from "../../ui/form.tsx";

const MediaProperties = graphql(/* GraphQL */ `
  query MediaProperties {
    mediaProperties {
      id
      name
    }
  }
`);

/** The choice that asks for a new media property. */
export const newPlace = "new";

/** Where a partner uses a link: one of its media properties, or a new one. */
export function PlaceField({ open }: { open: boolean }): ReactNode {
  const t = useTranslations("links");
  const [choice, setChoice] = useState("");
  const { data } = useLoaded(MediaProperties, {}, null, { active: open });
  const options = [
    { value: "", label: t("placeNone") },
    ...(data?.mediaProperties ?? []).map(({ id, name }) => ({ value: id, label: name })),
    { value: newPlace, label: t("placeNew") },
  ];
  return (
    <>
      <SelectField
        name="mediaPropertyId"
        label={t("place")}
        hint={t("placeHint")}
        value={choice}
        onChange={(event) => setChoice(event.target.value)}
        options={options}
      />
      {choice === newPlace ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <InputField name="placeName" label={t("placeName")} required maxLength={100} />
          <InputField
            name="placeUrl"
            label={t("placeUrl")}
            type="url"
            required
            maxLength={2000}
            placeholder="https://"
          />
        </div>
      ) : null}
    </>
  );
}

/** Whose link it will be; null for a partner, who is always the one. */
export function PartnerField({ partners }: { partners: Choices | null }): ReactNode {
  const t = useTranslations("links");
  return partners ? (
    <ChosenPartner name="partnerId" label={t("partner")} choices={partners} />
  ) : null;
}
