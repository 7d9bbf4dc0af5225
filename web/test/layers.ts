/** Every layer that opens above a page: where it is, who may open it, and the presses that do. */
import type { Page } from "playwright-core";
import { brandPerson, partnerPerson } from "./routes.ts";

export interface Layer {
  name: string;
  email: string;
  /** [program] stands for the program's code, [day] for a day with clicks. */
  address: string;
  role: "dialog" | "menu";
  /** Presses, one after the other; each is the name of a button, a link or a menu's item. */
  presses: readonly (string | RegExp)[];
  /** A field that is filled before. */
  fill?: { label: string; text: string };
  /** Only there on a phone. */
  onPhone?: boolean;
}

/** A partner with a proposal to answer. */
export const askedPartner = "theo@trailalmanac.example";
const core = "/b/[program]/explore";

const ofBrand = (
  address: string,
  role: Layer["role"],
  ...layers: [name: string, ...presses: (string | RegExp)[]][]
): Layer[] =>
  layers.map(([name, ...presses]) => ({ name, email: brandPerson, address, role, presses }));

export const layers: readonly Layer[] = [
  ...ofBrand(
    core,
    "menu",
    ["programs", /^Switch program/],
    ["the person's menu", /^AB\b|Ana Brand/],
    ["ranges", /^Range:/],
    ["grains", /^Grain:/],
    ["zones", /^Time zone:/],
  ),
  ...ofBrand(core, "dialog", ["the palette", "Go to a page, partner, link or click"]),
  ...ofBrand(core, "dialog", ["own range", /^Range:/, /^Custom/], ["filters", "Filter"]),
  ...ofBrand(
    `${core}?last=30d&bucket=[day]`,
    "dialog",
    ["clicks of a day"],
    ["sales of a day", /^Sales?\b.*/],
    ["one click's decision", /^\d.*:\d\d/],
    ["report a problem", /^\d.*:\d\d/, "Report a problem"],
  ),
  ...ofBrand(
    "/b/[program]/partners/links",
    "dialog",
    ["new test link", "Create test CPC link"],
    ["new link", "Create link"],
    ["new ad", "Create ad"],
    ["test order", /^Place test order/],
  ),
  ...ofBrand(
    "/b/[program]/deals/contracts",
    "dialog",
    ["new proposal", "Propose a contract"],
    ["withdraw", /^Withdraw the proposal/],
  ),
  ...ofBrand("/b/[program]/partners", "dialog", ["invite a partner", "Invite a partner"]),
  ...ofBrand("/b/[program]/money/limits", "dialog", ["new limit", "Add limit"]),
  ...ofBrand("/b/[program]/deals/terms", "dialog", ["archive terms", "Archive"]),
  ...ofBrand(
    "/b/[program]/deals/terms/lists",
    "dialog",
    ["new list", "New list"],
    ["items of a list", /^Replace items of /],
    ["close a list", "Close Autumn sale"],
    ["deactivate a list", /^Deactivate /],
  ),
  ...ofBrand("/settings", "dialog", ["invite a person", "Invite"], ["remove a person", /^Remove /]),
  ...ofBrand("/dev/keys", "dialog", ["new key", "Create key"]),
  ...ofBrand(
    "/dev/explorer",
    "dialog",
    ["the editor's keys", "Open short keys dialog"],
    ["the editor's settings", "Open settings dialog"],
  ),
  {
    name: "send a mutation",
    email: brandPerson,
    address: "/dev/explorer?view=plain",
    role: "dialog",
    fill: { label: "Query", text: "mutation { signOut { __typename } }" },
    presses: ["Run"],
  },
  {
    name: "navigation",
    email: brandPerson,
    address: core,
    role: "dialog",
    presses: ["Open navigation"],
    onPhone: true,
  },
  {
    name: "a partner's new link",
    email: partnerPerson,
    address: "/p/[program]/links",
    role: "dialog",
    presses: ["Create link"],
  },
  {
    name: "ask about a missing sale",
    email: partnerPerson,
    address: "/p/[program]/earnings/inquiries",
    role: "dialog",
    presses: ["A sale is missing"],
  },
  {
    name: "accept",
    email: askedPartner,
    address: "/p/[program]/deals",
    role: "dialog",
    presses: [/^Accept/],
  },
  {
    name: "decline",
    email: askedPartner,
    address: "/p/[program]/deals",
    role: "dialog",
    presses: [/^Decline/],
  },
];

export async function openLayer(
  page: Page,
  { address, role, presses, fill }: Layer,
): Promise<void> {
  const layer = page.getByRole(role);
  // A drawer opens by its address alone; until then its tabs' names are those of the page behind.
  if (address.includes("bucket=")) await layer.waitFor({ state: "visible" });
  if (fill) await page.getByLabel(fill.label, { exact: true }).fill(fill.text);
  for (const name of presses) {
    // What is pressed next may stand in the layer that the last press opened.
    const within = (await layer.count()) > 0 ? layer : page;
    const found = within
      .getByRole("button", { name })
      .or(within.getByRole("link", { name }))
      .or(within.getByRole("tab", { name }))
      .or(page.getByRole("menuitem", { name }));
    await found.first().click();
  }
  await layer.waitFor({ state: "visible" });
  await layer.locator('[aria-busy="true"]').first().waitFor({ state: "detached" });
}
