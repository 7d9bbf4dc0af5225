"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { LetterWay, TopicsTable_TopicFragment } from "../../gql/graphql.ts";
import { useSendEach } from "../../lib/use-send.ts";
import { Select } from "../../ui/form.tsx";
import { ListTable, RowHead, Td } from "../../ui/table.tsx";
import { useToast } from "../../ui/toast.tsx";

export const TopicsTable_topic = graphql(/* GraphQL */ `
  fragment TopicsTable_topic on NoticePreference {
    topic
    inBell
    letters
    isFixed
  }
`);
const SetNoticePreference = graphql(/* GraphQL */ `
  mutation SetNoticePreference($input: NoticePreferenceInput!, $key: String!) {
    setNoticePreference(input: $input, idempotencyKey: $key) {
      __typename
      ... on NoticePreferencesOk {
        preferences {
          topics {
            ...TopicsTable_topic
          }
        }
      }
      ...Refused
    }
  }
`);
const ways = ["AT_ONCE", "DIGEST", "NEVER"] as const satisfies readonly LetterWay[];

interface TopicsTableProps {
  topics: readonly TopicsTable_TopicFragment[];
  mayWrite: boolean;
}
/** Of each topic whether the bell counts it, and how it is written; kept as it is chosen. */
export function TopicsTable({ topics, mayWrite }: TopicsTableProps): ReactNode {
  const t = useTranslations("notices.preferences");
  return (
    <ListTable label={t("topics")} stacked columns={[t("topic"), t("bell"), t("letters")]}>
      {topics.map((topic) => (
        <TopicRow key={topic.topic} topic={topic} mayWrite={mayWrite} />
      ))}
    </ListTable>
  );
}

function TopicRow({
  topic: { topic, inBell, letters, isFixed },
  mayWrite,
}: {
  topic: TopicsTable_TopicFragment;
  mayWrite: boolean;
}): ReactNode {
  const t = useTranslations("notices.preferences");
  const toast = useToast();
  const { send, sending } = useSendEach(SetNoticePreference);
  const choose = async (chosen: { inBell: boolean; letters: LetterWay }) => {
    const sent = await send({ input: { topic, ...chosen } });
    toast(sent.ok ? t("saved") : sent.refusal.message);
  };
  const name = t(`names.${topic}`);
  return (
    <tr>
      <RowHead className="whitespace-normal">
        {name}
        <span className="block text-caption font-normal text-muted">
          {t(`texts.${topic}`)}
          {isFixed ? ` ${t("fixed")}` : null}
        </span>
      </RowHead>
      <Td label={t("bell")}>
        <input
          type="checkbox"
          aria-label={t("bellOf", { topic: name })}
          checked={inBell}
          disabled={!mayWrite || isFixed || sending}
          onChange={(event) => void choose({ inBell: event.target.checked, letters })}
          className="size-4 accent-primary pointer-coarse:size-6"
        />
      </Td>
      <Td label={t("letters")}>
        <Select
          aria-label={t("lettersOf", { topic: name })}
          value={letters}
          disabled={!mayWrite || sending}
          onChange={(event) => void choose({ inBell, letters: event.target.value as LetterWay })}
          className="min-w-36"
        >
          {ways
            .filter((way) => !isFixed || way !== "NEVER")
            .map((way) => (
              <option key={way} value={way}>
                {t(`ways.${way}`)}
              </option>
            ))}
        </Select>
      </Td>
    </tr>
  );
}
