import { redirect } from "next/navigation";

/** Settings are the account's, whatever its space. */
export default function PartnerSettingsPage(): never {
  redirect("/settings");
}
