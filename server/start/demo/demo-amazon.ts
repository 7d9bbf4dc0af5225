/**
 * The demo's brand connects to the simulator, as a person would in a browser: sign-in, consent,
 * profile, publisher.
 */
import {
  AmazonConnectionOk,
  AmazonSignInOk,
} from "../../partnership/amazon/amazon-connection.types.ts";
import {
  chooseAmazonProfile,
  chooseAmazonPublisher,
  finishAmazonConnection,
  startAmazonConnection,
} from "../../partnership/amazon/amazon-connections.ts";
import type { Context } from "../../platform/context.ts";
import { expectOk, type Actor, type Stage } from "./stage.ts";

/** Blogpost - Other: Amazon has no affiliate publisher. */
const publisherId = "11";

/**
 * Says yes on the consent page; what comes back is what the browser would bring. `cookie`: what an
 * earlier answer set, for the same seller.
 */
export async function sayYes(
  consentUrl: string,
  cookie = "",
): Promise<{ code: string; state: string; cookie: string }> {
  const { origin, pathname, searchParams } = new URL(consentUrl);
  const answer = await fetch(origin + pathname, {
    method: "POST",
    headers: { cookie },
    body: new URLSearchParams([...searchParams, ["answer", "yes"]]),
    redirect: "manual",
  });
  const back = new URL(answer.headers.get("location") ?? "about:blank").searchParams;
  return {
    code: back.get("code") ?? "",
    state: back.get("state") ?? "",
    cookie: answer.headers.get("set-cookie")?.split(";")[0] ?? "",
  };
}

/** One connection for each of these storefronts. */
export async function connectDemo(
  stage: Stage,
  brand: Actor,
  { simulatorUrl, countries }: { simulatorUrl: string; countries: readonly string[] },
): Promise<void> {
  const as = (): Context => {
    const ctx = stage.as(brand);
    return { ...ctx, env: { ...ctx.env, simulatorUrl } };
  };
  for (const country of countries) {
    const begun = expectOk(await startAmazonConnection(as(), "SIMULATED"), AmazonSignInOk);
    const answer = await sayYes(begun.consentUrl);
    const { connection } = expectOk(await finishAmazonConnection(as(), answer), AmazonConnectionOk);
    const profile = connection.profiles.find(
      (each) => each.country === country && each.refused === null,
    );
    if (!profile) throw new Error(`The simulator has no profile in ${country}`);
    expectOk(await chooseAmazonProfile(as(), connection.id, profile.id), AmazonConnectionOk);
    expectOk(await chooseAmazonPublisher(as(), connection.id, publisherId), AmazonConnectionOk);
  }
}
