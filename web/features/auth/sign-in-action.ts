"use server";
/** Signing in without scripts: the form is posted here, the session cookie is handed on. */
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { readFragment } from "../../gql/index.ts";
import { askApi } from "../../lib/api-server.ts";
import { textOf } from "../../lib/form-values.ts";
import { Refused } from "../../lib/refused.ts";
import { safeNext } from "../../lib/spaces.ts";
import { SignInDocument } from "../../gql/graphql.ts";
import type { Refusal } from "../../ui/form.tsx";

/** "counterfoil=…; Path=/; HttpOnly; SameSite=Lax; Secure" into the store of this answer. */
async function passOn(line: string): Promise<void> {
  const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
  const equals = pair.indexOf("=");
  const secure = attributes.some((attribute) => attribute.toLowerCase() === "secure");
  (await cookies()).set(pair.slice(0, equals), pair.slice(equals + 1), {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure,
  });
}

export async function signInWithoutScripts(
  _before: Refusal | null,
  values: FormData,
): Promise<Refusal | null> {
  const { data, failure, setCookies } = await askApi(SignInDocument, {
    email: textOf(values, "email"),
    password: textOf(values, "password"),
  });
  if (!data) return { code: failure?.code ?? "", message: failure?.message ?? "", path: [] };
  const result = data.signIn;
  if (!("viewer" in result)) return readFragment(Refused, result);
  for (const line of setCookies) await passOn(line);
  redirect(safeNext(textOf(values, "next")) ?? "/");
}
