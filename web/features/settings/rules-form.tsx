"use client";
import { useState, type ReactNode } from "react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { editField, editPresent } from "../../lib/edits.ts";
import type { TermsRulesInput, TermsRulesQuery } from "../../gql/graphql.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { CheckField, Form, InputField } from "../../ui/form.tsx";
import { useToast } from "../../ui/toast.tsx";
import {
  lockingDraft,
  lockingInput,
  placeRefusal,
  scheduleDraft,
  scheduleInput,
  wholeOf,
  type LockingDraft,
  type ScheduleDraft,
} from "../terms/editor/draft.ts";
import { graphql } from "../../gql/index.ts";
import { LockingFields, ScheduleFields } from "../terms/editor/timing-fields.tsx";

const SetTermsRules = graphql(/* GraphQL */ `
  mutation SetTermsRules($input: TermsRulesInput!, $key: String!) {
    setTermsRules(input: $input, idempotencyKey: $key) {
      __typename
      ... on SetTermsRulesOk {
        rules {
          enforced
          updatedAt
        }
      }
      ...Refused
    }
  }
`);

type Rules = NonNullable<TermsRulesQuery["termsRules"]>;
interface RulesDraft {
  enforced: boolean;
  noticeDays: string;
  mayChangeNotice: boolean;
  maxNoticeDays: string;
  locking: LockingDraft | null;
  schedule: ScheduleDraft | null;
  maxReturnPercent: string;
  openEndedAllowed: boolean;
}
const draftOf = (rules: Rules): RulesDraft => ({
  ...rules,
  noticeDays: String(rules.noticeDays),
  maxNoticeDays: String(rules.maxNoticeDays),
  maxReturnPercent: rules.maxReturnPercent === null ? "" : String(rules.maxReturnPercent),
  locking: rules.locking && lockingDraft(rules.locking),
  schedule: rules.schedule && scheduleDraft(rules.schedule),
});
const inputOf = ({
  enforced,
  mayChangeNotice,
  openEndedAllowed,
  ...draft
}: RulesDraft): TermsRulesInput => ({
  enforced,
  mayChangeNotice,
  openEndedAllowed,
  noticeDays: wholeOf(draft.noticeDays) ?? 0,
  maxNoticeDays: wholeOf(draft.maxNoticeDays) ?? 0,
  maxReturnPercent: wholeOf(draft.maxReturnPercent),
  locking: draft.locking && lockingInput(draft.locking),
  schedule: draft.schedule && scheduleInput(draft.schedule),
});

/** All rules at once; what is left open is no rule. */
export function RulesForm({ rules, mayWrite }: { rules: Rules; mayWrite: boolean }): ReactNode {
  const t = useTranslations("terms");
  const router = useRouter();
  const toast = useToast();
  const [draft, setDraft] = useState(() => draftOf(rules));
  const { send, sending, refusal } = useSendOnce(SetTermsRules);
  const change = (next: Partial<RulesDraft>) => setDraft((now) => ({ ...now, ...next }));
  const save = async () => {
    if (!(await send({ input: inputOf(draft) })).ok) return;
    toast(t("rulesSaved"));
    router.refresh();
  };
  return (
    <Form refusal={placeRefusal(refusal)} onSend={save}>
      <fieldset disabled={!mayWrite} className="flex min-w-0 flex-col gap-4">
        <CheckField
          name="enforced"
          label={<span className="font-medium">{t("rulesEnforced")}</span>}
          hint={t("rulesEnforcedHint")}
          checked={draft.enforced}
          onChange={(event) => change({ enforced: event.target.checked })}
        />
        <NoticeFields draft={draft} onChange={change} />
        <InputField
          name="maxReturnPercent"
          label={t("numbers.maxReturnPercent")}
          hint={t("rulesEmpty")}
          type="number"
          min={0}
          max={100}
          value={draft.maxReturnPercent}
          onChange={(event) => change({ maxReturnPercent: event.target.value })}
        />
        <CheckField
          name="hasLocking"
          label={t("rulesLocking")}
          checked={draft.locking !== null}
          onChange={(event) =>
            change({
              locking: event.target.checked ? { kind: "DAY", months: "1", days: "2" } : null,
            })
          }
        />
        {draft.locking ? (
          <LockingFields
            path="locking"
            locking={draft.locking}
            onChange={editPresent(editField(setDraft, "locking"))}
          />
        ) : null}
        <CheckField
          name="openEndedAllowed"
          label={t("rulesOpenEnded")}
          checked={draft.openEndedAllowed}
          onChange={(event) => change({ openEndedAllowed: event.target.checked })}
        />
        <CheckField
          name="hasSchedule"
          label={t("rulesSchedule")}
          checked={draft.schedule !== null}
          onChange={(event) =>
            change({
              schedule: event.target.checked
                ? { period: "MONTH", months: "0", days: "15", dayOfMonth: "" }
                : null,
            })
          }
        />
        {draft.schedule ? (
          <ScheduleFields
            path="schedule"
            schedule={draft.schedule}
            onChange={editPresent(editField(setDraft, "schedule"))}
          />
        ) : null}
      </fieldset>
      {mayWrite ? (
        <div>
          <Button type="submit" tone="primary" busy={sending}>
            {t("rulesSave")}
          </Button>
        </div>
      ) : (
        <p className="text-subtle">{t("rulesReadOnly")}</p>
      )}
    </Form>
  );
}

function NoticeFields({
  draft,
  onChange,
}: {
  draft: RulesDraft;
  onChange: (next: Partial<RulesDraft>) => void;
}): ReactNode {
  const t = useTranslations("terms");
  return (
    <>
      <InputField
        name="noticeDays"
        label={t("rulesNotice")}
        type="number"
        required
        min={0}
        max={365}
        value={draft.noticeDays}
        onChange={(event) => onChange({ noticeDays: event.target.value })}
      />
      <CheckField
        name="mayChangeNotice"
        label={t("rulesMayChangeNotice")}
        checked={draft.mayChangeNotice}
        onChange={(event) => onChange({ mayChangeNotice: event.target.checked })}
      />
      {draft.mayChangeNotice ? (
        <InputField
          name="maxNoticeDays"
          label={t("rulesMaxNotice")}
          type="number"
          required
          min={0}
          max={365}
          value={draft.maxNoticeDays}
          onChange={(event) => onChange({ maxNoticeDays: event.target.value })}
        />
      ) : null}
    </>
  );
}
