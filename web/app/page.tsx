import { redirect } from "next/navigation";
import { homeAddress, requireViewer } from "../lib/session.ts";

export default async function StartPage(): Promise<never> {
  redirect(await homeAddress(await requireViewer("any")));
}
