"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import { textOf } from "../../lib/form-values.ts";
import { useSend } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Form, SelectField } from "../../ui/form.tsx";

const ChooseProfile = graphql(/* GraphQL */ `
  mutation ChooseAmazonProfile($id: ID!, $profileId: Token!) {
    chooseAmazonProfile(id: $id, profileId: $profileId) {
      __typename
      ... on AmazonConnectionOk {
        connection {
          id
          ...AmazonAccountCard
        }
      }
      ...Refused
    }
  }
`);
const ChoosePublisher = graphql(/* GraphQL */ `
  mutation ChooseAmazonPublisher($id: ID!, $publisherId: Token!) {
    chooseAmazonPublisher(id: $id, publisherId: $publisherId) {
      __typename
      ... on AmazonConnectionOk {
        connection {
          id
          ...AmazonAccountCard
        }
      }
      ...Refused
    }
  }
`);

interface Profile {
  id: string;
  name: string;
  country: string;
  refused?: string | null;
}
/** Profiles that may use Attribution, and the others with the reason. */
export function ProfileChoice({ id, profiles }: { id: string; profiles: Profile[] }): ReactNode {
  const t = useTranslations("amazon");
  const { send, sending, refusal } = useSend(ChooseProfile);
  const usable = profiles.filter(({ refused }) => !refused);
  const others = profiles.filter(({ refused }) => refused);
  return (
    <div className="flex max-w-prose flex-col gap-4">
      {usable.length > 0 ? (
        <Form
          refusal={refusal}
          onSend={async (values) =>
            void (await send({ id, profileId: textOf(values, "profileId") }))
          }
        >
          <SelectField
            name="profileId"
            label={t("profile")}
            hint={t("profileHint")}
            options={usable.map((profile) => ({
              value: profile.id,
              label: t("profileOption", { name: profile.name, country: profile.country }),
            }))}
          />
          <div>
            <Button type="submit" tone="primary" busy={sending}>
              {t("chooseProfile")}
            </Button>
          </div>
        </Form>
      ) : null}
      {others.length > 0 ? (
        <div>
          <p className="font-medium">{t("notOffered")}</p>
          <ul className="mt-1 flex flex-col gap-1 text-table">
            {others.map((profile) => (
              <li key={profile.id}>
                {profile.name}: <span className="text-muted">{profile.refused}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}

interface Publisher {
  id: string;
  name: string;
  macro: boolean;
  suggested: boolean;
}
/** The usual publisher is chosen already; those whose platform fills its tags are not offered. */
export function PublisherChoice({
  id,
  publishers,
}: {
  id: string;
  publishers: Publisher[];
}): ReactNode {
  const t = useTranslations("amazon");
  const { send, sending, refusal } = useSend(ChoosePublisher);
  const usable = publishers.filter(({ macro }) => !macro);
  const usual = usable.find(({ suggested }) => suggested) ?? usable[0];
  return (
    <Form
      className="max-w-prose"
      refusal={refusal}
      onSend={async (values) =>
        void (await send({ id, publisherId: textOf(values, "publisherId") }))
      }
    >
      <SelectField
        name="publisherId"
        label={t("publisher")}
        hint={t("publisherHint")}
        {...(usual ? { defaultValue: usual.id } : {})}
        options={usable.map(({ id: value, name }) => ({ value, label: name }))}
      />
      <div>
        <Button type="submit" tone="primary" busy={sending}>
          {t("choosePublisher")}
        </Button>
      </div>
    </Form>
  );
}
