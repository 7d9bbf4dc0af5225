/**
 * Who plays in the demo world, as data: names, terms, links, and how much of the traffic each link
 * has.
 */
import type { EventPayoutDraft } from "../../domain/terms-draft.ts";

/** One for all demo people; printed at the start. */
export const demoPassword = "counterfoil-demo";

export interface DemoSignIns {
  password: string;
  people: { email: string; what: string }[];
}
export const demoSignIns: DemoSignIns = {
  password: demoPassword,
  people: [
    { email: "ana.brand@acme.example", what: "admin of the brand ACME Outdoor (Pro)" },
    { email: "ari.analyst@acme.example", what: "analyst of ACME Outdoor" },
    { email: "fay.finance@acme.example", what: "finance of ACME Outdoor" },
    { email: "nora@northwind.example", what: "partner Northwind Deals, of both brands" },
    { email: "piet@pixelandpine.example", what: "partner Pixel & Pine, at a daily limit" },
    { email: "theo@trailalmanac.example", what: "partner Trail Almanac, has a proposal to accept" },
    {
      email: "gita.brand@globex.example",
      what: "admin of the brand Globex Home (Essentials), CPC not requested",
    },
    {
      email: "stan.brand@initech.example",
      what: "admin of the brand Initech Supplies (Starter), no CPC",
    },
    { email: "op@counterfoil.example", what: "platform operator, reviews CPC requests" },
  ],
};

export interface CastTerms {
  name: string;
  comment: string;
  payouts: EventPayoutDraft[];
}
const clicks = (rate: string, ...limits: EventPayoutDraft["limits"]): EventPayoutDraft => ({
  event: "CLICK",
  rate,
  limits,
});
const sales = (rate: string): EventPayoutDraft => ({ event: "SALE", rate, limits: [] });
/** Terms of ACME's program, by the word that partners below refer to them with. */
export const acmeTerms = {
  cpc: {
    name: "Amazon CPC",
    comment:
      "Clicks at $0.12, at most 60 a day and $470 a month per partner. Sales as before. Your " +
      "links keep working.",
    payouts: [
      clicks(
        "0.12",
        { kind: "CLICKS", reset: "DAY", max: "60" },
        { kind: "PAYOUT", reset: "MONTH", max: "470.00" },
      ),
      sales("8%"),
    ],
  },
  launch: {
    name: "Amazon CPC, launch budget",
    comment:
      "Clicks at $0.20 while the new tents launch, $2.50 a day. The last click of a day is paid " +
      "with what is left.",
    payouts: [
      {
        ...clicks("0.20", { kind: "PAYOUT", reset: "DAY", max: "2.50" }),
        remainder: "PAY_REMAINDER",
      },
      sales("8%"),
    ],
  },
  clicksOnly: {
    name: "Clicks only",
    comment: "No sale event type: sales are discarded.",
    payouts: [clicks("0.10", { kind: "PAYOUT", reset: "MONTH", max: "100.00" })],
  },
  zeroClicks: {
    name: "Sales + clicks at 0",
    comment: "Clicks are tracked and shown, sales are paid.",
    payouts: [clicks("0"), sales("10%")],
  },
} satisfies Record<string, CastTerms>;
export const globexTerms: CastTerms = {
  name: "Sales 7 %",
  comment: "Sales only.",
  payouts: [sales("7%")],
};

export interface CastLink {
  /** Of all traffic; 0 = nobody clicks it. */
  weight: number;
  name: string;
  /** Neither: the program's own link. */
  landingPage?: string;
  adName?: string;
  sharedId?: string;
}
export interface CastPartner {
  name: string;
  person: string;
  email: string;
  timeZone: string;
  terms: keyof typeof acmeTerms;
  /** PENDING waits for the partner's answer. */
  contract: "SIGNED" | "PENDING" | "DECLINED";
  links: CastLink[];
}
const product = (asin: string): string => `https://www.amazon.com/dp/${asin}`;
/** Texts of ACME's own ads. */
export const acmeAds = [
  {
    name: "Autumn tents",
    linkText: "Tents for the cold season",
    landingPage: product("B0DEMOTENT"),
  },
  {
    name: "Trail lamps",
    linkText: "Lamps that last all night",
    landingPage: product("B0DEMOLAMP"),
  },
];

/** What rules on sales can name. */
export const acmeList = { name: "Autumn sale", items: ["B0DEMOTENT", "B0DEMOLAMP", "B0DEMOPOTS"] };

const partner = (
  facts: Omit<CastPartner, "timeZone" | "contract"> & Partial<CastPartner>,
): CastPartner => ({ timeZone: "America/New_York", contract: "SIGNED", ...facts });
export const acmePartners: CastPartner[] = [
  partner({
    name: "Northwind Deals",
    person: "Nora North",
    email: "nora@northwind.example",
    terms: "cpc",
    links: [
      { name: "Deals page", weight: 14 },
      { name: "Autumn tents", adName: "Autumn tents", weight: 8 },
    ],
  }),
  partner({
    name: "Pixel & Pine",
    person: "Piet Pine",
    email: "piet@pixelandpine.example",
    timeZone: "Europe/Berlin",
    terms: "launch",
    links: [
      { name: "Tent review", landingPage: product("B0DEMOTENT"), weight: 10 },
      { name: "Program", weight: 5 },
    ],
  }),
  partner({
    name: "Gadget Radar",
    person: "Gus Gadget",
    email: "gus@gadgetradar.example",
    timeZone: "America/Los_Angeles",
    terms: "cpc",
    links: [{ name: "Trail lamps", adName: "Trail lamps", weight: 10 }],
  }),
  partner({
    name: "Homely Finds",
    person: "Hanna Home",
    email: "hanna@homelyfinds.example",
    terms: "cpc",
    links: [{ name: "Program", weight: 0 }],
  }),
  partner({
    name: "Summit Stories",
    person: "Sam Summit",
    email: "sam@summitstories.example",
    terms: "zeroClicks",
    links: [{ name: "Program", weight: 7 }],
  }),
  partner({
    name: "Clickstream Weekly",
    person: "Clio Stream",
    email: "clio@clickstream.example",
    terms: "clicksOnly",
    links: [{ name: "Program", weight: 7 }],
  }),
  partner({
    name: "Camp & Kettle",
    person: "Cam Kettle",
    email: "cam@campkettle.example",
    terms: "cpc",
    links: [
      {
        name: "Kettle guide",
        landingPage: product("B0DEMOPOTS"),
        weight: 6,
        sharedId: "kettleguide",
      },
    ],
  }),
  partner({
    name: "The Daily Hike",
    person: "Dana Hike",
    email: "dana@dailyhike.example",
    terms: "cpc",
    links: [{ name: "Autumn tents", adName: "Autumn tents", weight: 6 }],
  }),
  partner({
    name: "Bargain Basecamp",
    person: "Ben Base",
    email: "ben@basecamp.example",
    terms: "zeroClicks",
    links: [{ name: "Program", weight: 5 }],
  }),
  partner({
    name: "Lumen Lab",
    person: "Lu Lumen",
    email: "lu@lumenlab.example",
    timeZone: "Asia/Tokyo",
    terms: "cpc",
    links: [{ name: "Lamp test", landingPage: product("B0DEMOLAMP"), weight: 4 }],
  }),
  partner({
    name: "Trail Almanac",
    person: "Theo Trail",
    email: "theo@trailalmanac.example",
    terms: "cpc",
    contract: "PENDING",
    links: [{ name: "Program", weight: 3 }],
  }),
  partner({
    name: "Coupon Canyon",
    person: "Cora Coupon",
    email: "cora@couponcanyon.example",
    terms: "clicksOnly",
    contract: "DECLINED",
    links: [],
  }),
];
/** Of all traffic: Northwind's link for Globex Home. */
export const globexWeight = 6;
