import { useTranslations } from "next-intl";
import { useToast } from "../../ui/toast.tsx";

/** Says what was cut of a page that somebody gave; nothing where nothing was. */
export function useTellCut(): (cut: readonly string[]) => void {
  const t = useTranslations("links");
  const toast = useToast();
  return (cut) => {
    if (cut.length > 0) toast(t("cut", { count: cut.length, names: cut.join(", ") }));
  };
}
