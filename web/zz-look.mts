import { launchChromium } from "./test/chromium.ts";
const url = process.env.URL ?? "";
const browser = await launchChromium([]);
const who = process.argv[2] ?? "";
const paths = process.argv.slice(3);
const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } });
const r = await context.request.post(`${url}/graphql`, {
  data: {
    query: "mutation($e: Line!, $p: Password!) { signIn(email: $e, password: $p) { __typename } }",
    variables: { e: who, p: "counterfoil-demo" },
  },
  headers: { origin: url },
});
console.log((await r.text()).slice(0, 200));
const pr = await (
  await context.request.post(`${url}/graphql`, {
    data: { query: "{ programs { nodes { code id } } }" },
    headers: { origin: url },
  })
).json();
const code = pr.data?.programs?.nodes[0]?.code;
const page = await context.newPage();
page.on("pageerror", (e) => console.log("pageerror", String(e).slice(0, 300)));
for (const path of paths) {
  await page.goto(path.replace("[]", code));
  await page.waitForLoadState("networkidle").catch(() => {});
  for (const scheme of ["light", "dark"] as const)
    for (const width of [1440, 360]) {
      if (scheme === "dark" && process.env.LIGHT) continue;
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 900 });
      await page.waitForTimeout(300);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (wide > 0) console.log(path, width, "sideways", wide);
      const file = `/tmp/cf/w3-shots/${path.replaceAll(/[^a-z]+/gi, "_")}-${width}-${scheme}.png`;
      await page.screenshot({ path: file, fullPage: true });
      console.log(file);
    }
}
await browser.close();
