"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { Edit } from "../../../lib/edits.ts";
import type { ContractGroupsQuery } from "../../../gql/graphql.ts";
import { textOf } from "../../../lib/form-values.ts";
import { useSendOnce } from "../../../lib/use-send.ts";
import { Button } from "../../../ui/button.tsx";
import { graphql } from "../../../gql/index.ts";
import { CheckField, Form, InputField } from "../../../ui/form.tsx";

const CreatePartnerGroup = graphql(/* GraphQL */ `
  mutation CreatePartnerGroup($name: Name!, $key: String!) {
    createPartnerGroup(name: $name, idempotencyKey: $key) {
      __typename
      ... on PartnerGroupOk {
        group {
          id
          name
          partnerIds
        }
      }
      ...Refused
    }
  }
`);

interface GroupChoicesProps {
  partnerId: string;
  first: ContractGroupsQuery;
  chosen: readonly string[];
  onChange: Edit<readonly string[]>;
}
/** The brand's groups that the partner joins with the acceptance; a new one can be made at once. */
export function GroupChoices({ partnerId, first, chosen, onChange }: GroupChoicesProps): ReactNode {
  const t = useTranslations("contracts.answer");
  const { send, sending, refusal } = useSendOnce(CreatePartnerGroup);
  const [groups, setGroups] = useState(first.partnerGroups);
  const create = async (values: FormData) => {
    const sent = await send({ name: textOf(values, "name") });
    if (!sent.ok) return;
    setGroups((now) => [...now, sent.result.group]);
    onChange((now) => [...now, sent.result.group.id]);
  };
  return (
    <fieldset className="flex flex-col gap-3 rounded-control border border-border p-3">
      <legend className="px-1 font-medium">{t("groups")}</legend>
      {groups.length === 0 ? <p className="text-muted">{t("noGroups")}</p> : null}
      {groups.map(({ id, name, partnerIds }) =>
        partnerIds.includes(partnerId) ? (
          <p key={id} className="text-muted">
            {t("inGroup", { name })}
          </p>
        ) : (
          <CheckField
            key={id}
            name="groupIds"
            label={name}
            checked={chosen.includes(id)}
            onChange={(event) =>
              onChange((now) =>
                event.target.checked ? [...now, id] : now.filter((each) => each !== id),
              )
            }
          />
        ),
      )}
      <Form key={groups.length} refusal={refusal} onSend={create}>
        <div className="flex flex-wrap items-end gap-2">
          <div className="min-w-0 flex-1">
            <InputField name="name" label={t("newGroup")} maxLength={100} />
          </div>
          <Button type="submit" busy={sending}>
            {t("createGroup")}
          </Button>
        </div>
      </Form>
    </fieldset>
  );
}
