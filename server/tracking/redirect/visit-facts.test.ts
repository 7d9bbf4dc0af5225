/** The facts derived from a request: agent, address, country, visitor. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import crawlers from "crawler-user-agents";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPool } from "../../platform/db/connection.ts";
import { WrongVariable } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/worlds/database.ts";
import { agentLengthMax, agentLists, agentVerdicts } from "./agent.ts";
import { clientAddress, v4Number } from "./client-address.ts";
import { loadCountries, type Countries } from "./country.ts";
import { openVisitors } from "./visitor.ts";

const agents = {
  chromeWindows:
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) " +
    "Chrome/126.0.0.0 Safari/537.36",
  chromeAndroid:
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) " +
    "Chrome/126.0.0.0 Mobile Safari/537.36",
  androidTablet:
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) " +
    "Chrome/126.0.0.0 Safari/537.36",
  safariMac:
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) " +
    "Version/17.5 Safari/605.1.15",
  safariPhone:
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like " +
    "Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
  edge:
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) " +
    "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
  firefoxLinux: "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
};

describe("agent", () => {
  const agentOf = agentVerdicts();
  const of = (agent: string, mobile?: string, platform?: string) => {
    const { device, os, browser, robot } = agentOf(agent, mobile, platform);
    return robot ? "ROBOT" : `${device} ${os} ${browser}`;
  };

  test("browsers, systems and devices have the names that rules test", () => {
    expect(of(agents.chromeWindows)).toBe("DESKTOP WINDOWS_10 CHROME");
    expect(of(agents.chromeAndroid)).toBe("PHONE ANDROID CHROME_MOBILE");
    expect(of(agents.safariMac)).toBe("DESKTOP MACOS SAFARI");
    expect(of(agents.safariPhone)).toBe("PHONE IOS SAFARI_MOBILE");
    expect(of(agents.edge)).toBe("DESKTOP WINDOWS_10 EDGE");
    expect(of(agents.firefoxLinux)).toBe("DESKTOP LINUX FIREFOX");
  });

  test("client hints outrank the agent's text", () => {
    expect(of(agents.androidTablet, "?0", '"Android"')).toBe(
      `TABLET ANDROID ${agentOf(agents.androidTablet, undefined, undefined).browser}`,
    );
    expect(of(agents.firefoxLinux, "?1", '"Android"')).toBe("PHONE ANDROID FIREFOX");
    expect(of(agents.chromeWindows, "?0", '"Windows"')).toBe("DESKTOP WINDOWS_10 CHROME");
    expect(of(agents.safariMac, undefined, '"Linux"')).toBe("DESKTOP LINUX SAFARI");
  });

  test("[D113] robots, http libraries and what is unlike a browser have device ROBOT", () => {
    const robots = [
      "",
      "curl/8.5.0",
      "Wget/1.21.4",
      "python-requests/2.32.3",
      "Python-urllib/3.12",
      "okhttp/4.12.0",
      "Go-http-client/2.0",
      "Java/17.0.2",
      "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)",
      "axios/1.7.2",
      "Apache-HttpClient/4.5.14 (Java/17)",
      "libwww-perl/6.72",
      "GuzzleHttp/7",
      "aiohttp/3.9",
      "undici",
      "node",
      "PostmanRuntime/7.39.0",
      "x",
      "Mozilla",
      "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) " +
        "HeadlessChrome/126.0.0.0 Safari/537.36",
      "facebookexternalhit/1.1",
      "Slackbot-LinkExpanding 1.0",
    ];
    for (const agent of robots) expect(of(agent), agent).toBe("ROBOT");
    expect(agentOf("curl/8", "?1", '"Android"').device).toBe("ROBOT");
  });

  test("[found 61] 99.95 % of a public list of robots is caught", () => {
    // People's own apps that the list has by a system's build number or by mistake (found 16).
    const people = /\bInstagram \d+\.|\bMetaIAB Facebook$/;
    const listed = [...new Set(crawlers.flatMap((crawler) => crawler.instances))].filter(
      (agent) => !people.test(agent),
    );
    const missed = listed.filter(
      (agent) => !agentOf(agent.slice(0, agentLengthMax), undefined, undefined).robot,
    );
    expect(listed.length).toBeGreaterThan(2_000);
    expect(missed.length, missed.join("\n")).toBeLessThanOrEqual(
      Math.floor(listed.length * 0.0005),
    );
  });

  test("[found 61] engines without a window, blanks and editors' browsers are robots", () => {
    const tail = "(KHTML, like Gecko)";
    for (const agent of [
      "Mozilla/5.0 (X11; Linux x86_64; rv:52.0) Gecko/20100101 SlimerJS/1.0.0",
      `Mozilla/5.0 (linux) AppleWebKit/537.36 ${tail} jsdom/22.1.0`,
      `Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 ${tail} PhantomJS/2.1.1 Safari/538.1`,
      "Mozilla/5.0 (X11; Linux x86_64; rv:geckoversion) Gecko/geckotrail Firefox/firefoxversion",
      `Mozilla/5.0 ({os}) AppleWebKit/537.36 ${tail} Chrome/{version} Safari/537.36`,
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 ${tail} Code/1.115.0 ` +
        "Chrome/142.0.7444.265 Electron/39.8.5 Safari/537.36",
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 ${tail} Cursor/1.2.4 ` +
        "Chrome/132.0.6834.210 Electron/34.5.1 Safari/537.36",
      `Mozilla/5.0 (Linux; Android 7.0; MyBot) AppleWebKit/537.36 ${tail} Chrome/126.0.0.0 ` +
        "Mobile Safari/537.36",
    ])
      expect(of(agent), agent).toBe("ROBOT");
  });

  test("[D113, found 61] a robot's own word behind a browser's whole agent gives it away", () => {
    const browser =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 " +
      "Safari/537.36";
    const words =
      "Lighthouse,DebugBear,WebPageTest,(compatible; ThousandEyes),Checkly/1.0,Proofpoint," +
      "Mimecast,Barracuda Sentinel,Trend Micro WTP,ChatGPT-User/1.0,Claude-User/1.0," +
      "Perplexity-User/1.0,meta-externalfetcher/1.1,Iframely/1.3,Embedly/0.2,vkShare,Wget/1.21," +
      "undici,sqlmap,Nmap Scripting Engine,heritrix,HubSpot Page Fetcher,BrightEdge";
    for (const word of words.split(",")) expect(of(`${browser} ${word}`), word).toBe("ROBOT");
    for (const blank of ["%7B%7Bua%7D%7D", "%257B%257Bua%257D%257D", "%24%7Bua%7D", "%3Cua%3E"])
      expect(of(`Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0 ${blank}`)).toBe("ROBOT");
  });

  test("[D113] an app's own browser is a person's, whatever it calls itself", () => {
    const phone =
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like " +
      "Gecko) Mobile/15E148";
    const android =
      "Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A.231005.007; wv) AppleWebKit/537.36 " +
      "(KHTML, like Gecko) Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36";
    const agentsOf = (browser: string, words: string[]) =>
      words.map((word) => `${browser} ${word}`);
    for (const agent of [
      ...agentsOf(phone, [
        "Instagram 334.0.4.32.98 (iPhone14,5; iOS 17_5; en_US; en; scale=3.00; 1170x2532; 6)",
        "[FBAN/FBIOS;FBAV/468.0.0.36.103;FBBV/605102137;FBDV/iPhone14,5;FBMD/iPhone]",
        "GSA/320.0.640327421 Safari/604.1",
        "Snapchat/12.92.0.40 (like Safari/8617.2.4, panda)",
        "Safari/604.1 [Pinterest/iOS]",
        "Safari Line/14.9.1",
        "DuckDuckGo/7 Safari/605.1.15",
        "EdgiOS/125.0.2535.87 Safari/605.1.15",
        "musical_ly_34.8.0 BytedanceWebview/d8a21c6",
        "Brave/1.66 Safari/604.1",
        "Safari/604.1 Perplexity/2.7",
      ]),
      ...agentsOf(android, [
        "Instagram 334.0.0.42.95 Android (34/14; 450dpi; 1080x2125; samsung; SM-S918B; dm3q)",
        "[FB_IAB/FB4A;FBAV/468.0.0.56.78;]",
        "[Pinterest/Android]",
        "Snapchat/12.92.0.43 (SM-S918B; Android 14#S918BXXS3; gzip)",
        "Line/14.8.0/IAB",
        "BytedanceWebview/d8a21c6 trill_340805",
        "DuckDuckGo/5",
        "EdgA/125.0.0.0",
        "OPR/82.3.4342.79480",
        "Vivaldi/6.7.3335.110",
        "GSA/15.24.28",
      ]),
      android.replace("Version/4.0", "SamsungBrowser/25.0"),
    ])
      expect(of(agent), agent).not.toBe("ROBOT");
  });

  test("[D113, found 61] blanks, attacks and versions that are no number are robots", () => {
    const [system, engine] = [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
      "AppleWebKit/537.36 (KHTML, like Gecko)",
    ];
    const versions = ["W.X.Y.Z", "99.x.y.z", "[version]", "%VERSION%", "1##.0.0.0", "", "*", "?"];
    for (const agent of [
      ...versions.map((version) => `${system} ${engine} Chrome/${version} Safari/537.36`),
      `${system} Gecko/xx Firefox/126.0`,
      "Mozilla/5.0 (X11; Linux x86_64; rv:xx.0) Gecko/20100101 Firefox/126.0",
      "Mozilla/5.0 (Windows NT x.y; rv:10.0) Gecko/20100101 Firefox/10.0",
      system,
      "Mozilla/5.0 ${jndi:ldap://evil.example/a}",
      `${system} {{7*7}}`,
      `${system} ${engine} {{ua}} Chrome/126.0.0.0 Safari/537.36`,
      "%USERAGENT%",
      "Mozilla/5.0 %USERAGENT%",
      `${agents.chromeWindows} %{User-Agent}i`,
      `${agents.chromeWindows} <script>alert(1)</script>`,
      `${agents.chromeWindows} <?php phpinfo(); ?>`,
      `${agents.chromeWindows} <%= 7 * 7 %>`,
      `${agents.chromeWindows} \${\${lower:j}ndi:rmi://evil.example}`,
      `${agents.chromeWindows}' OR 1=1--`,
      `${agents.chromeWindows}" and sleep(5)#`,
      `${agents.chromeWindows} union all select null`,
      `${agents.chromeWindows} () { :;}; echo`,
      `${agents.chromeWindows} ../../etc/passwd`,
      `${agents.chromeWindows} \`id\``,
      agents.chromeWindows.replace("Chrome", "Chro\tme"),
      agents.chromeWindows.replace("126.0.0.0", "126.0.0.0\u0001"),
    ])
      expect(of(agent), agent).toBe("ROBOT");
  });

  test("[D113] what people's agents hold that is odd stays theirs", () => {
    const phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)";
    const webKit = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
    const trident = "Trident/7.0; .NET4.0E; InfoPath.3";
    for (const agent of [
      `${phone} ${webKit} Mobile/15E148 [Pinterest/iOS]`,
      `${phone} ${webKit} Mobile/15E148 [LinkedInApp]/9.29.8962`,
      `${phone} ${webKit}`.replace("iPhone; CPU", "iPad; CPU"),
      `${phone} ${webKit} Mobile/15E148 [FBAN/FBIOS;FBAV/500.0;FBCR/AT&T;FBDM/{density=2.0}]`,
      `${phone} ${webKit} Mobile/15E148 MicroMessenger/8.0.49(0x1800312b) Language/zh_CN`,
      "Mozilla/5.0 (X11; Linux x86_64; rv:4.0b8pre) Gecko/20101128 Firefox/4.0b8pre",
      `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/538.15+ (KHTML, like Gecko) Safari/538.15+`,
      "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1)",
      `Mozilla/5.0 (Windows NT 6.1; WOW64; ${trident}; rv:11.0) like Gecko`,
      "Mozilla/5.0 (Nintendo 3DS; U; ; en) Version/1.7412.EU",
      "Mozilla/5.0 (PLAYSTATION 3; 2.00)",
      `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_3) ${webKit} Version/7.0.3 Safari/7046A194A`,
      `Mozilla/5.0 (Linux; Android 9; Tab 7" O'Neil) ${webKit} Chrome/126.0.0.0 Safari/537.36`,
    ])
      expect(of(agent), agent).not.toBe("ROBOT");
  });

  test("Opera Mini is a phone's browser", () => {
    for (const system of ["Android", "J2ME/MIDP", "BlackBerry"])
      expect(
        of(`Opera/9.80 (${system}; Opera Mini/36.2/191.256; U; en) Presto/2.12.423 Version/12.16`),
      ).toMatch(/^PHONE/);
    expect(
      of("Opera/9.80 (Android 4.4.2; Linux; Opera Tablet/36.2/119.132; U; id) Presto/2.12.423"),
    ).toMatch(/^TABLET ANDROID/);
  });

  test("of 10,000 people's agents at most one is taken for a robot", () => {
    const folder = dirname(createRequire(import.meta.url).resolve("user-agents"));
    const people = (
      JSON.parse(readFileSync(join(folder, "user-agents.json"), "utf8")) as { userAgent: string }[]
    ).map(({ userAgent }) => userAgent);
    const refused = people.filter(
      (agent) => agentOf(agent.slice(0, agentLengthMax), undefined, undefined).robot,
    );
    expect(people.length).toBeGreaterThanOrEqual(9_000);
    expect(refused.length, refused.join("\n")).toBeLessThanOrEqual(1);
  });

  test("[found 60] a handset's maker may call it what robots are called", () => {
    for (const name of [
      "Discovery Pro",
      "DISCOVERY_2_ME",
      "Spider 8",
      "FOSSiBOT S3 Pro",
      "POWER BOT",
    ])
      for (const language of ["", " U;"]) {
        const agent =
          `Mozilla/5.0 (Linux;${language} Android 12; ${name} Build/SP1A.210812.016) ` +
          "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36";
        expect(of(agent), agent).toBe("PHONE ANDROID CHROME_MOBILE");
      }
    expect(
      of(
        "Mozilla/5.0 (Linux; Android 11; Spider 8) AppleWebKit/537.36 (KHTML, like Gecko) " +
          "Chrome/126.0.0.0 Mobile Safari/537.36",
      ),
    ).toBe("PHONE ANDROID CHROME_MOBILE");
  });

  test("[found 16] apps' own browsers are people, with or without the word Mozilla", () => {
    const phone =
      "FBAV/500.0.0.30.109;FBBV/696012345;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/18.3.1;" +
      "FBSS/3;FBID/phone;FBLC/de_DE;FBOP/5";
    expect(of(`[FBAN/FBIOS;${phone};FBCR/Vodafone;FBRV/0]`)).toBe("PHONE IOS FACEBOOK");
    expect(of("[FB_IAB/FB4A;FBAV/500.0.0.30.109;]")).toBe("PHONE ANDROID FACEBOOK");
    expect(
      of(
        "[FBAN/FB4A;FBAV/196.0.0.41.95;FBDM/{density=2.0,width=720,height=1280};FBLC/vi_VN;" +
          "FBCR/Viettel;FBMF/samsung;FBDV/SM-J510UN;FBSV/7.1.1;]",
      ),
    ).toBe("PHONE ANDROID FACEBOOK");
    expect(
      of(
        "Instagram 406.0.0.58.159 Android (35/15; 480dpi; 1080x2400; OPPO; CPH2557; " +
          "OP573DL1; mt6833; en_MY; 822918295)",
      ),
    ).toBe("PHONE ANDROID INSTAGRAM");
    for (const carrier of [
      "DoCoMo/2.0 N905i(c100;TB;W24H16)",
      "KDDI-CA39 UP.Browser/6.2.0.13.1.5 (GUI) MMP/2.0",
      "Vodafone/1.0/V802SE/SEJ001 Browser/SEMC-Browser/4.1",
    ])
      expect(of(carrier), carrier).not.toBe("ROBOT");
    expect(of("facebookexternalhit/1.1;FBAN/FBIOS")).toBe("ROBOT");
  });

  test("no agent throws, however long or strange, and the lists are named", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 16_000, unit: "binary" }),
        (agent) => typeof agentOf(agent.slice(0, agentLengthMax), "?1", "\0").os === "string",
      ),
    );
    expect(agentLists).toMatch(/^isbot \d+\.\d+\.\d+; ua-parser-js 1\.0\.41/);
  });
});

describe("client address", () => {
  test("without trusted proxies the header is never believed", () => {
    expect(clientAddress("")("203.0.113.1", "8.8.8.8")).toBe("203.0.113.1");
    expect(clientAddress("")("::ffff:203.0.113.1", "8.8.8.8")).toBe("203.0.113.1");
    expect(clientAddress("")(undefined, "8.8.8.8")).toBe("");
  });

  test("the right-most hop that is not trusted is the client", () => {
    const of = clientAddress("10.0.0.0/8, 192.0.2.7,2001:db8::/32");
    expect(of("10.1.2.3", "1.1.1.1, 8.8.8.8")).toBe("8.8.8.8");
    expect(of("10.1.2.3", "1.1.1.1, 8.8.8.8,192.0.2.7 , 10.255.0.1")).toBe("8.8.8.8");
    expect(of("11.1.2.3", "8.8.8.8")).toBe("11.1.2.3");
    expect(of("192.0.2.8", "8.8.8.8")).toBe("192.0.2.8");
    expect(of("2001:db8::1", "[2a02:8100::1]:443")).toBe("2a02:8100::1");
    expect(of("::ffff:10.0.0.1", "8.8.8.8:1234")).toBe("8.8.8.8");
    expect(of("10.0.0.1", "8.8.8.8, 08.8.8.8")).toBe("10.0.0.1");
    expect(of("10.0.0.1", ", ,")).toBe("10.0.0.1");
    expect(of("10.0.0.1", "10.0.0.2")).toBe("10.0.0.2");
  });

  test("a wrong list stops the start in one line that names the variable", () => {
    for (const list of ["nonsense", "10.0.0.0/33", "10.0.0.1;10.0.0.2", "1.2.3.4/8/9"])
      expect(() => clientAddress(list), list).toThrow(WrongVariable);
    expect(() => clientAddress("nonsense")).toThrow(/TRUSTED_PROXIES.*"nonsense"/);
  });

  test("dotted addresses are read as their number, other forms are not", () => {
    fc.assert(
      fc.property(
        fc.ipV4(),
        (text) =>
          v4Number(text) === text.split(".").reduce((value, part) => value * 256 + Number(part), 0),
      ),
    );
    for (const text of [
      "1.2.3",
      "1.2.3.4.5",
      "1..2.3",
      "256.1.1.1",
      "01.2.3.4",
      "1.2.3.",
      "0x1.2.3.4",
      "",
      "1.2.3.4 ",
    ])
      expect(v4Number(text), text).toBe(-1);
  });
});

describe("country", () => {
  let countries: Countries;
  beforeAll(async () => {
    countries = await loadCountries();
  });
  test("of IPv4, IPv6 and mapped addresses; null when unknown", () => {
    const wanted: Record<string, string | null> = {
      "8.8.8.8": "US",
      "::ffff:8.8.8.8": "US",
      "81.2.69.142": "GB",
      "2001:4860:4860::8888": "US",
      "2a02:8100::1": "DE",
      "1.0.0.0": "AU",
      "127.0.0.1": null,
      "10.0.0.1": null,
      "::1": null,
      "": null,
      x: null,
    };
    for (const [address, country] of Object.entries(wanted))
      expect(countries.of(address), address).toBe(country);
  });
});

describe("visitor", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  const day = 86_400_000;
  const noon = Date.UTC(2026, 10, 23, 12);
  const log = createLog("silent", "tracker");

  test("[D114] trackers agree; midnight joins two days by one hash; old salts go", async () => {
    const pool = createPool(database.url, "worker", 2);
    let now = noon;
    const open = async () => {
      const visitors = openVisitors(pool, () => now, log);
      await visitors.started;
      return visitors;
    };
    const [first, second] = [await open(), await open()];
    const today = first.hash(now, "8.8.8.8", "agent");
    expect(today.visitor).toMatch(/^[0-9a-f]{32}$/);
    expect(second.hash(now, "8.8.8.8", "agent")).toEqual(today);
    expect(first.hash(now, "8.8.8.9", "agent").visitor).not.toBe(today.visitor);
    expect(first.hash(now, "8.8.8.8", "other").visitor).not.toBe(today.visitor);
    // [found 7] One /64 is one visitor, another is not.
    const home = first.hash(now, "2001:db8:1:2::1", "agent").visitor;
    expect(first.hash(now, "2001:db8:1:2:aaaa:bbbb:cccc:dddd", "agent").visitor).toBe(home);
    expect(first.hash(now, "2001:db8:1:3::1", "agent").visitor).not.toBe(home);
    const tomorrow = first.hash(noon + day, "8.8.8.8", "agent");
    expect(tomorrow.visitorPrevious).toBe(today.visitor);
    expect(tomorrow.visitor).not.toBe(today.visitor);
    now = noon + 2 * day;
    const third = await open();
    expect(third.hash(noon + day, "8.8.8.8", "agent").visitor).toBe(tomorrow.visitor);
    expect(third.hash(now, "8.8.8.8", "agent").visitorPrevious).toBe(tomorrow.visitor);
    const { rows } = await pool.query<{ day: string }>("select day from visitor_salt order by day");
    expect(rows.map((row) => row.day)).toEqual(["2026-11-24", "2026-11-25", "2026-11-26"]);
    for (const visitors of [first, second, third]) await visitors.close();
    await pool.end();
  });

  test("without the database a tracker goes on with a salt of its own", async () => {
    const pool = createPool("postgres://nobody@127.0.0.1:1/none", "worker", 1);
    const visitors = openVisitors(pool, () => noon, log);
    await visitors.started;
    expect(visitors.hash(noon, "8.8.8.8", "agent")).toEqual(
      visitors.hash(noon, "8.8.8.8", "agent"),
    );
    await visitors.close();
    await pool.end();
  });
});
