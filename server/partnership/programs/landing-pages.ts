/** What everybody is told who makes something of a landing page. */
import { leftOversIn } from "../../domain/landing-page.ts";

/** Names once, to who made it, what was cut of the page that was given. */
export async function withCut<A extends object>(
  landingPage: string | null | undefined,
  made: Promise<A>,
): Promise<A> {
  const result = await made;
  if ("cut" in result) Object.assign(result, { cut: leftOversIn(landingPage) });
  return result;
}
