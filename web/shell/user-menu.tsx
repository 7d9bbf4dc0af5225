"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { LogOut } from "lucide-react";
import { graphql } from "../gql/index.ts";
import type { AccountKind, Role } from "../gql/graphql.ts";
import { nothing } from "../lib/touched.ts";
import { useSend } from "../lib/use-send.ts";
import { Menu, MenuChoice, MenuItem, MenuSeparator } from "../ui/menu.tsx";
import { useToast } from "../ui/toast.tsx";

const SignOut = graphql(/* GraphQL */ `
  mutation SignOut {
    signOut {
      __typename
      ... on SignOutOk {
        ended
      }
    }
  }
`);
const SwitchAccount = graphql(/* GraphQL */ `
  mutation SwitchAccount($accountId: ID!) {
    switchAccount(accountId: $accountId) {
      __typename
      ... on SwitchAccountOk {
        viewer {
          account {
            id
            kind
          }
        }
      }
      ...Refused
    }
  }
`);

export interface UserMenuProps {
  name: string;
  email: string;
  accountId: string;
  role: Role | null;
  memberships: readonly { role: Role; account: { id: string; name: string; kind: AccountKind } }[];
}
export function UserMenu({ name, email, accountId, role, memberships }: UserMenuProps): ReactNode {
  const t = useTranslations("shell");
  const { theme = "system", setTheme } = useTheme();
  const toast = useToast();
  const signOut = useSend(SignOut, nothing);
  const switchAccount = useSend(SwitchAccount, nothing);
  // A full load, because everything in memory belongs to the account that was.
  const leave = async () => {
    await signOut.send({});
    window.location.assign("/sign-in");
  };
  const workAs = async (id: string) => {
    if (id === accountId) return;
    const sent = await switchAccount.send({ accountId: id });
    if (sent.ok) window.location.assign("/");
    else toast(t("switchFailed"));
  };
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          aria-label={t("you", { initials: initials(name), name })}
          className={clsx(
            "inline-flex size-8 shrink-0 items-center justify-center rounded-full",
            "bg-neutral-ground text-caption font-semibold text-fg hover:bg-info-ground",
            "pointer-coarse:size-11",
          )}
        >
          {initials(name)}
        </button>
      }
    >
      <div className="px-2 py-1.5">
        <p className="truncate font-medium">{name}</p>
        <p className="truncate text-caption text-muted">{email}</p>
        {role ? <p className="text-caption text-subtle">{t(`roles.${role}`)}</p> : null}
      </div>
      {memberships.length > 1 ? (
        <>
          <MenuSeparator />
          <MenuChoice
            label={t("workAs")}
            value={accountId}
            onChange={(id) => void workAs(id)}
            options={memberships.map(({ account }) => ({
              value: account.id,
              label: account.name,
              note: t(`kinds.${account.kind}`),
            }))}
          />
        </>
      ) : null}
      <MenuSeparator />
      <MenuChoice
        label={t("theme")}
        value={theme}
        onChange={setTheme}
        options={(["system", "light", "dark"] as const).map((value) => ({
          value,
          label: t(value),
        }))}
      />
      <MenuSeparator />
      <MenuItem onSelect={() => void leave()}>
        <LogOut aria-hidden size={16} />
        {t("signOut")}
      </MenuItem>
    </Menu>
  );
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join("");
