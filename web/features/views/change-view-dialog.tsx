"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { SavedViewsQuery } from "../../gql/graphql.ts";
import { textOf } from "../../lib/form-values.ts";
import { rolesOf } from "../../lib/spaces.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { CheckField, InputField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";
import { ChangeSavedView } from "./saved-views-query.ts";

interface ChangeViewDialogProps {
  view: SavedViewsQuery["savedViews"][number];
  space: "brand" | "partner";
  /** May say who begins with it. */
  withDefaults: boolean;
  onClose: () => void;
}
export function ChangeViewDialog({
  view,
  space,
  withDefaults,
  onClose,
}: ChangeViewDialogProps): ReactNode {
  const t = useTranslations("views");
  const roles = useTranslations("shell.roles");
  const fitting = rolesOf[space === "brand" ? "BRAND" : "PARTNER"];
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(ChangeSavedView);
  const { id } = view;
  const change = async (values: FormData) => {
    const name = textOf(values, "name").trim();
    const isShared = values.get("isShared") !== null;
    const chosen = fitting.filter((role) => values.get(role) !== null);
    const defaultFor = withDefaults ? { defaultFor: chosen } : {};
    if (!(await send({ id, input: { name, isShared, ...defaultFor } })).ok) return;
    toast(t("saved", { name }));
    onClose();
  };
  return (
    <SendDialog
      open
      onClose={onClose}
      title={t("changeOf", { name: view.name })}
      submit={t("save")}
      sending={sending}
      refusal={refusal}
      onSend={change}
    >
      <InputField name="name" label={t("name")} required maxLength={100} defaultValue={view.name} />
      <CheckField
        name="isShared"
        label={t("share")}
        hint={t("shareHint")}
        defaultChecked={view.isShared}
      />
      {withDefaults ? (
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 font-medium">{t("beginsWith")}</legend>
          {fitting.map((role) => (
            <CheckField
              key={role}
              name={role}
              label={roles(role)}
              defaultChecked={view.defaultFor.includes(role)}
            />
          ))}
        </fieldset>
      ) : null}
    </SendDialog>
  );
}
