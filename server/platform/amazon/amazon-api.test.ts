import { expect, test } from "vitest";
import { startReportService, type ServiceAnswer } from "../../testing/worlds/report-server.ts";
import { freshTokens, type Answered } from "./amazon-api.ts";

const sent = { refreshToken: "Atzr|very+secret", clientSecret: "client secret" };
async function said(body: ServiceAnswer["body"], status = 400): Promise<Answered<unknown>> {
  const service = await startReportService(() => ({ status, body }));
  const { url } = service;
  const access = {
    addresses: { api: url, token: url, consent: url },
    app: { clientId: "c", clientSecret: sent.clientSecret },
  };
  const answer = await freshTokens(access, sent.refreshToken);
  await service.close();
  return answer;
}

test("Amazon's words of a fault are told without the secrets, however written", async () => {
  expect(
    await said({
      error: "invalid_request",
      error_description:
        "the refresh_token Atzr|very+secret of refresh_token=Atzr%7Cvery%2Bsecret with " +
        "client secret is odd",
    }),
  ).toEqual({
    ok: false,
    kind: "OTHER",
    message:
      "Amazon gave no token: status 400, invalid_request, the refresh_token … of " +
      "refresh_token=… with … is odd",
  });
});

test("a token that no header may hold is none, and is not told", async () => {
  for (const access_token of ["", "Atza|a\nb", "Atza|ä"]) {
    const answer = await said({ access_token }, 200);
    expect(answer).toMatchObject({ ok: false, kind: "OTHER" });
    expect(JSON.stringify(answer)).not.toContain("Atza");
  }
  expect(await said({ access_token: "Atza|a" }, 200)).toMatchObject({ ok: true });
});
