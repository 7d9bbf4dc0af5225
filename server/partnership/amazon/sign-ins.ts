/**
 * The sign-in at Amazon: begun here with a state that only its beginner's answer may bring back,
 * and a verifier that never leaves the server (authorization code with PKCE).
 */
import { createHash, randomBytes } from "node:crypto";
import { Conflict, InvalidInput } from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { openSecrets } from "../../platform/secrets.ts";
import type { AmazonAccess } from "../../platform/amazon/amazon-api.ts";
import { AmazonConnection } from "./amazon-connection.entity.ts";

const scope = "advertising::campaign_management";
const signInWithinMs = 3_600_000;
const codeLengthMax = 2_000;

/** What the operator registers with Login with Amazon as the allowed return address. */
export const redirectAddress = ({ env }: Pick<Context, "env">): string =>
  `${env.publicUrl}/settings/amazon`;

export const notSetUp = (): Conflict =>
  new Conflict(
    "AMAZON_NOT_SET_UP",
    "Login with Amazon is not set up: the platform's operator has to give AMAZON_CLIENT_ID and " +
      "AMAZON_CLIENT_SECRET",
  );

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();
const hashOf = (state: string): string => sha256(state).toString("hex");

export interface SignIn {
  columns: Pick<AmazonConnection, "signInHash" | "signInVerifier" | "signInBy" | "signInAt">;
  /** Where the person says yes. */
  consentUrl: string;
}
export function newSignIn(ctx: Context, id: string, access: AmazonAccess): SignIn {
  const [state, verifier] = [randomBytes(32), randomBytes(48)].map((bytes) =>
    bytes.toString("base64url"),
  ) as [string, string];
  const query = new URLSearchParams({
    client_id: access.app.clientId,
    scope,
    response_type: "code",
    redirect_uri: redirectAddress(ctx),
    state,
    code_challenge: sha256(verifier).toString("base64url"),
    code_challenge_method: "S256",
  });
  return {
    columns: {
      signInHash: hashOf(state),
      signInVerifier: openSecrets(ctx.env).seal(verifier, id),
      signInBy: actorId(ctx),
      signInAt: now(ctx),
    },
    consentUrl: `${access.addresses.consent}?${query.toString()}`,
  };
}

export const noSuchSignIn = (): InvalidInput =>
  new InvalidInput(
    "BAD_STATE",
    "This sign-in at Amazon was not begun in this account, or is finished already: begin again",
    ["state"],
  );

/** The connection whose sign-in this answers. */
export async function signInOf(
  ctx: Context,
  { code, state }: { code: string; state: string },
): Promise<AmazonConnection | Conflict | InvalidInput> {
  const signInHash = hashOf(state);
  const found = await ctx.em.findOne(AmazonConnection, { signInHash }, { refresh: true });
  if (!found?.signInAt) return noSuchSignIn();
  if (found.signInBy !== actorId(ctx))
    return new Conflict(
      "OTHER_PERSON",
      "Somebody else of your account began this sign-in: they finish it, or you begin your own",
      ["state"],
    );
  if (found.signInAt.getTime() + signInWithinMs < ctx.clock())
    return new Conflict(
      "SIGN_IN_OVER",
      "This sign-in at Amazon was begun more than an hour ago: begin again",
      ["state"],
    );
  if (code === "" || code.length > codeLengthMax)
    return new InvalidInput("BAD_CODE", "Amazon sent no code: begin the sign-in again", ["code"]);
  return found;
}
