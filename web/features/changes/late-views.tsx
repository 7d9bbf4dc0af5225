"use client";
import dynamic from "next/dynamic";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";

const loading = () => <RowsSkeleton rows={8} />;
/** One address shows a draft or what became of it: only the one that is shown is loaded. */
export const LateWizard = dynamic(
  () => import("./wizard/wizard.tsx").then((module) => module.Wizard),
  {
    loading,
  },
);
export const LateChangeView = dynamic(
  () => import("./change-view.tsx").then((module) => module.ChangeView),
  { loading },
);
