"use client";
import { lazy, Suspense, useState, type ReactNode } from "react";
import Link from "next/link";
import { Bookmark, ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import type { SavedViewsQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { Button } from "../../ui/button.tsx";
import { Menu, MenuItem, MenuLabel, MenuLink, MenuSeparator } from "../../ui/menu.tsx";
import { savedAddress } from "../reporting/view-state.ts";
import { SavedViews } from "./saved-views-query.ts";

/** Comes with the first press. */
const SaveViewDialog = lazy(() =>
  import("./save-view-dialog.tsx").then(({ SaveViewDialog: dialog }) => ({ default: dialog })),
);

interface ViewsMenuProps {
  programId: string;
  /** The page that the views are of, and that where they are changed. */
  page: string;
  viewsHref: string;
  /** What stands in the address now. */
  query: string;
  canSave: boolean;
  first: Loaded<SavedViewsQuery>;
}
/** Opens a view by its name, and keeps the present one. */
export function ViewsMenu({
  programId,
  page,
  viewsHref,
  query,
  canSave,
  first,
}: ViewsMenuProps): ReactNode {
  const t = useTranslations("views");
  const [saving, setSaving] = useState(false);
  const { data } = useLoaded(SavedViews, { program: programId }, first);
  const views = data?.savedViews ?? [];
  const groups = [
    { label: t("mine"), views: views.filter(({ isShared }) => !isShared) },
    { label: t("shared"), views: views.filter(({ isShared }) => isShared) },
  ].filter((group) => group.views.length > 0);
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button>
            <Bookmark aria-hidden size={16} className="text-muted" />
            {t("menu")}
            <ChevronDown aria-hidden size={14} className="text-muted" />
          </Button>
        }
      >
        {groups.map((group) => (
          <div key={group.label}>
            <MenuLabel>{group.label}</MenuLabel>
            {group.views.map((view) => (
              <MenuLink key={view.id}>
                <Link href={savedAddress(page, view.query)}>{view.name}</Link>
              </MenuLink>
            ))}
          </div>
        ))}
        {groups.length > 0 ? <MenuSeparator /> : null}
        {canSave ? <MenuItem onSelect={() => setSaving(true)}>{t("saveThis")}</MenuItem> : null}
        <MenuLink>
          <Link href={viewsHref}>{t("manage")}</Link>
        </MenuLink>
      </Menu>
      {saving ? (
        <Suspense fallback={null}>
          <SaveViewDialog programId={programId} query={query} onClose={() => setSaving(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
