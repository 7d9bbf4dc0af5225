"use client";
/** From a bar to what is in it: the drawer on top of Explore, and who may open it. */
import { createContext, memo, use, useCallback, useDeferredValue, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { Freshness_MetaFragment } from "../../../gql/graphql.ts";
import { pagesOf } from "../../../lib/addresses.ts";
import { zoneName } from "../../../lib/format.ts";
import { late } from "../../../lib/late.ts";
import { ButtonLink } from "../../../ui/button.tsx";
import { Drawer } from "../../../ui/dialog.tsx";
import { RowsSkeleton } from "../../../ui/rows-skeleton.tsx";
import { useWanted } from "../../../ui/use-wanted.ts";
import type { BucketWords } from "../panels/bucket-words.ts";
import type { ShownBucket } from "../panels/click-measures.ts";
import { useOpened, type ViewHandle } from "../use-view.ts";
import type { Opened, ViewState } from "../view-state.ts";
import { logAddress, rowAddress } from "./log-address.ts";

const lists = late(() => import("./bucket-drawer.tsx"));

const OpenBucket = createContext<(bucketKey: string) => void>(() => {});
/** Opens a bucket's drawer. */
export const useOpenBucket = (): ((bucketKey: string) => void) => use(OpenBucket);

interface DrillProps {
  program: { id: string; code: string };
  space: "brand" | "partner";
  meta: Freshness_MetaFragment;
  buckets: readonly ShownBucket[];
  words: readonly BucketWords[];
  handle: ViewHandle;
  /** What it opens above; drawn no more for that. */
  children: ReactNode;
}
const nothing: Opened = { bucket: null, click: null };
export function Drill({
  program,
  space,
  meta,
  buckets,
  words,
  handle: { view, setView },
  children,
}: DrillProps): ReactNode {
  const t = useTranslations("reporting.drawer");
  const [opened, open] = useOpened(setView);
  lists.useLoaded();
  const openBucket = useCallback((bucket: string) => open({ bucket, click: null }), [open]);
  const index = buckets.findIndex(({ key }) => key === opened.bucket);
  const bucket = buckets[index] ?? null;
  const { clicks } = pagesOf(space, program.code);
  return (
    <OpenBucket value={openBucket}>
      {children}
      <Drawer
        open={bucket !== null}
        onClose={() => open(nothing)}
        title={words[index]?.long ?? ""}
        description={zoneName(meta.timeZone)}
        returnFocus={() => document.getElementById("time-cursor")?.focus()}
        actions={
          <ButtonLink href={logAddress(clicks, view, bucket ?? meta)} size="small">
            {t("openPage")}
          </ButtonLink>
        }
      >
        {bucket === null ? null : (
          <Content {...{ program, space, meta, view, bucket, open }} click={opened.click} />
        )}
      </Drawer>
    </OpenBucket>
  );
}

type ContentProps = Pick<DrillProps, "program" | "space" | "meta"> & {
  view: ViewState;
  bucket: ShownBucket;
  click: string | null;
  open: (next: Opened) => void;
};
/** The frame is painted with the press; what it holds follows. */
const Content = memo(function Content({
  program,
  space,
  meta,
  view,
  bucket,
  click,
  open,
}: ContentProps): ReactNode {
  const code = lists.useLoaded();
  useWanted(
    lists.load,
    code === null,
    useCallback(() => open(nothing), [open]),
  );
  const shown = useDeferredValue<string | null | undefined>(click, undefined);
  if (code === null || shown === undefined)
    return (
      <div aria-busy="true">
        <RowsSkeleton rows={8} />
      </div>
    );
  const { clicks, conversions } = pagesOf(space, program.code);
  const common = {
    meta,
    withPartner: space === "brand",
    onClick: (next: string | null) => open({ bucket: bucket.key, click: next }),
  };
  return shown === null ? (
    <code.BucketLists
      {...common}
      programId={program.id}
      view={view}
      bucket={bucket}
      saleHref={rowAddress(conversions)}
    />
  ) : (
    <code.OneClick {...common} clickId={shown} clickHref={rowAddress(clicks)} />
  );
});
