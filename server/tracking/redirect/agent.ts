/**
 * What a user agent says of the visitor: robot or person, device, system, browser. Two passes as
 * the IAB list demands: it must look like a browser, and then match no robot. Verdicts are kept in
 * an LRU, because parsing costs some 250 µs.
 */
import { createRequire } from "node:module";
import { isbot } from "isbot";
import { UAParser } from "ua-parser-js";
import type { Device } from "../../domain/facts.ts";
import { robotWords } from "./robot-words.ts";

export interface AgentVerdict {
  robot: boolean;
  device: Device;
  os: string;
  browser: string;
}

export const agentLengthMax = 512;
const cacheMax = 20_000;

const require = createRequire(import.meta.url);
const versionOf = (name: string): string =>
  (require(`${name}/package.json`) as { version: string }).version;
/** Of the lists behind the verdicts; stored with each click. */
export const agentLists = [
  `isbot ${versionOf("isbot")}`,
  `ua-parser-js ${versionOf("ua-parser-js")}`,
  "overlay 4",
].join("; ");

/**
 * HTTP libraries and tools, which isbot takes for people or for nobody; measured against its gaps.
 */
const toolPattern = new RegExp(
  String.raw`^(?:curl|wget|httpie|xh|fetch|undici|node|axios|got|needle|superagent|` +
    String.raw`okhttp|java|jakarta|apache-httpclient|python|aiohttp|httpx|urllib|` +
    String.raw`requests|go-http-client|go-resty|ruby|faraday|httparty|typhoeus|perl|lwp|` +
    String.raw`libwww|php|guzzle|symfony|dart|reqwest|hyper|ureq|winhttp|powershell|` +
    String.raw`postman|insomnia|restsharp|cfnetwork|scrapy|mechanize|phantomjs|` +
    String.raw`headlesschrome|lua|erlang|elixir|hackney|k6|wrk|hey|ab|siege|vegeta|` +
    String.raw`jmeter|gatling)\b|\b(?:python-requests|python-urllib|go-http-client|` +
    String.raw`node-fetch|okhttp|axios|apache-httpclient|libwww-perl|electron-fetch|` +
    String.raw`scrapy)\b`,
  "i",
);
/**
 * Engines without a window, test drivers and page measurers that carry a browser's agent with a
 * word of their own.
 */
const headlessPattern = new RegExp(
  String.raw`\b(?:headless\w*|phantomjs|slimerjs|casperjs|triflejs|jsdom|happy-?dom|` +
    String.raw`htmlunit|zombie(?:\.js)?\/|nightmare|wkhtmlto\w+|webkit2png|splash\/|` +
    String.raw`lightpanda|puppeteer|playwright|selenium|webdriver|cypress\/|testcafe|` +
    String.raw`gtmetrix|ptst\/|yellowlab|miniature\.io|turingos|browserless|screenshot)|` +
    String.raw`\bYLT Chrome\/|\bFluid\/0`,
  "i",
);
/**
 * Editors open pages for who writes programs, and their agents for themselves: nobody shops there.
 */
const editorPattern = new RegExp(
  String.raw`\b(?:Code(?:[ -](?:Insiders|OSS))?|VSCodium|Cursor|Trae|Windsurf|Kiro|` +
    String.raw`Antigravity|PearAI|Theia|Positron)\/[\d.]+(?:[\w.-]*) Chrome\/`,
);
/**
 * Blanks that somebody left in an agent out of a manual or a script, and code that is to be run by
 * whoever reads it: no browser sends either.
 */
const templatePattern = new RegExp(
  [
    String.raw`\b(?:gecko|firefox|chrome|safari|webkit)version\b|\bgeckotrail\b`,
    String.raw`\buser[-_ ]?agent\b|\{[\w. ]*\}|\{\{|\}\}|\{%|#\{|##|\[\[`,
    String.raw`\$[\w{(]|<[\w. ]+>|<[/!?%a-z]|%>|%[sd]\b|%[a-z]\w*%|%\{|\b__\w+__\b`,
  ].join("|"),
  "i",
);
const attackPattern = new RegExp(
  [
    "[\\u0000-\\u001f\\u007f`]",
    String.raw`\\[xu0-9nrt"']|\.\./|\(\) ?\{|\b(?:jndi|ldaps?|rmi|javascript|vbscript|file):`,
    String.raw`["'][ )]*(?:\b(?:or|and|union|select|having|waitfor)\b|\|\||;|--)`,
    String.raw`\bunion\s+(?:all\s+)?select\b|\bselect\b.+\bfrom\b|\b(?:sleep|benchmark)\(`,
    String.raw`/(?:etc|bin)/|\bcmd(?:\.exe)? ?/c\b|\bon(?:error|load)\s*=`,
  ].join("|"),
  "i",
);
/** A product whose version is no number, such as "Chrome/W.X.Y.Z"; betas end on letters. */
const numberless = new RegExp(
  String.raw`\b(?:Chrome|Chromium|CriOS|Firefox|FxiOS|AppleWebKit|Edg(?:e|A|iOS)?|OPR)/` +
    String.raw`(?!\d+(?:\.\d+)*(?:(?:a|b|rc|pre|esr)\w*)?\+?(?!\.?[\w#*$%{}?<]))` +
    String.raw`|\b(?:Gecko|Version|Safari|Trident|Presto)/(?!\d)|\brv:(?!\d)|\bWindows NT (?!\d)`,
);
/**
 * After its system a browser names an engine or a product with a version; the old ones named theirs
 * within the brackets.
 */
const namesProduct = new RegExp(
  String.raw`^(?!Mozilla/)|^Mozilla/\d\.\d+ \(.*(?:\).*\w/\d|MSIE \d|Trident/\d|PlayStation)`,
  "i",
);
/**
 * Browsers have said "Mozilla/5.0 (…)" since 1998; the rest are Opera's, old phones', carriers' and
 * consoles' own forms.
 */
const browserShape = new RegExp(
  String.raw`^(?:Mozilla\/\d|Opera\/\d|Nokia|SAMSUNG|BlackBerry|LGE?[-/]|LG[-A-Z\d]|` +
    String.raw`SonyEricsson|Dalvik\/|UCWEB|MOT-|Nintendo|PlayStation|DoCoMo\/|KDDI-|` +
    String.raw`SoftBank\/|J-PHONE\/|Vodafone\/|HUAWEI|ZTE|HTC[-_]|Lenovo|MAUI |` +
    String.raw`\[FB(?:AN|AV|_IAB)\/|Instagram \d+\.[\d.]+ (?:Android|\(i))`,
);
/**
 * Facebook's and its sisters' own browsers, which on some systems say nothing but this; a carrier
 * of one word leaves no space in it.
 */
const inApp = /^\[FB(?:AN|AV|_IAB)\/|^Instagram \d/;
/**
 * Android's first parenthesis: system, maybe language, and the handset's name, which its maker
 * chose freely.
 */
const handset = new RegExp(
  String.raw`^(Mozilla\/5\.0 \(Linux;(?: U;)? Android[^;)]*;(?: [a-z]{2}[-_][a-zA-Z]{2};)?)` +
    String.raw` *([^;()/]{1,60}?)(?=( Build\/)|;|\))`,
);
/**
 * A name that its maker's build follows may be anything but an address; without one robots write
 * theirs there.
 */
const notBuilt = /bot$|crawl|compatible/i;
const address = /https?:|www\.|@|\+/i;

const osNames: Record<string, string> = {
  "mac os": "MACOS",
  ios: "IOS",
  "chromium os": "CHROME_OS",
  "android-x86": "ANDROID",
  harmonyos: "HARMONY_OS",
  tizen: "TIZEN",
  webos: "WEBOS",
  playstation: "PLAYSTATION",
  nintendo: "NINTENDO",
  xbox: "XBOX",
};
const linuxes = new Set([
  "linux",
  "ubuntu",
  "debian",
  "fedora",
  "mint",
  "suse",
  "redhat",
  "centos",
  "arch",
  "gentoo",
  "manjaro",
  "gnu",
]);
const browserNames: Record<string, string> = {
  chrome: "CHROME",
  "chrome webview": "CHROME_MOBILE",
  "chrome headless": "CHROME",
  chromium: "CHROME",
  edge: "EDGE",
  firefox: "FIREFOX",
  "firefox focus": "FIREFOX_MOBILE",
  safari: "SAFARI",
  "mobile safari": "SAFARI_MOBILE",
  "mobile firefox": "FIREFOX_MOBILE",
  webkit: "SAFARI_MOBILE",
  "mobile chrome": "CHROME_MOBILE",
  opera: "OPERA",
  "opera mobi": "OPERA_MOBILE",
  "opera touch": "OPERA_MOBILE",
  "opera mini": "OPERA_MINI",
  "opera tablet": "OPERA_MOBILE",
  "samsung internet": "SAMSUNG_INTERNET",
  "samsung browser": "SAMSUNG_INTERNET",
  ucbrowser: "UC_BROWSER",
  silk: "AMAZON_SILK",
  ie: "INTERNET_EXPLORER",
  iemobile: "INTERNET_EXPLORER",
};
const mobileOf: Record<string, string> = {
  CHROME: "CHROME_MOBILE",
  FIREFOX: "FIREFOX_MOBILE",
  OPERA: "OPERA_MOBILE",
  EDGE: "EDGE_MOBILE",
};
const deviceOf: Record<string, Device> = {
  mobile: "PHONE",
  tablet: "TABLET",
  console: "GAME",
  wearable: "WATCH",
  smarttv: "TV",
};

const constant = (name: string): string =>
  name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^_|_$/g, "") || "UNKNOWN";

function osOf(name: string | undefined, version: string | undefined): string {
  if (!name) return "UNKNOWN";
  const lower = name.toLowerCase();
  if (lower === "windows") return version ? constant(`windows ${version}`) : "WINDOWS";
  if (linuxes.has(lower)) return "LINUX";
  return osNames[lower] ?? constant(name);
}

function deviceFrom(type: string | undefined, agent: string, os: string): Device {
  if (/\bTesla\/|QtCarBrowser|Android Automotive/.test(agent)) return "CAR";
  if (type) return deviceOf[type] ?? "UNKNOWN";
  // Made for phones; those that are not say "Opera Tablet".
  if (/\bOpera M(?:ini|obi)\//.test(agent)) return "PHONE";
  if (os.startsWith("WINDOWS") || os === "MACOS" || os === "LINUX" || os === "CHROME_OS")
    return "DESKTOP";
  return "UNKNOWN";
}

/**
 * What robots say of themselves, looked for where people's agents say nothing of their own choice.
 */
function plain(agent: string): string {
  if (inApp.test(agent)) return `Mozilla/5.0 ${agent.replaceAll(";", "; ")}`;
  const [all, system, name = "", built] = handset.exec(agent) ?? [];
  return all === undefined || address.test(name) || (built === undefined && notBuilt.test(name))
    ? agent
    : `${system} K${agent.slice(all.length)}`;
}

/** The same without escapes, by which a script's blanks are sent on as they are. */
function unescaped(agent: string): string {
  let text = agent;
  for (let left = 3; left > 0 && /%[2-7][0-9a-f]/i.test(text); left--)
    text = text.replaceAll(/%([2-7][0-9a-f])/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  return text;
}
function isWritten(agent: string): boolean {
  const text = unescaped(agent);
  return [agent, text].some((each) => templatePattern.test(each) || attackPattern.test(each));
}

const isRobot = (agent: string): boolean =>
  agent === "" ||
  !browserShape.test(agent) ||
  toolPattern.test(agent) ||
  headlessPattern.test(agent) ||
  editorPattern.test(agent) ||
  robotWords.test(plain(agent)) ||
  isWritten(agent) ||
  numberless.test(agent) ||
  !namesProduct.test(agent) ||
  isbot(plain(agent));

function parse(agent: string): AgentVerdict {
  if (isRobot(agent)) return { robot: true, device: "ROBOT", os: "UNKNOWN", browser: "UNKNOWN" };
  const { device, os, browser } = new UAParser(agent).getResult();
  const android = inApp.test(agent) && /4A;|Android/.test(agent);
  const osName = android ? "ANDROID" : osOf(os.name, os.version);
  const kind = android && !device.type ? "PHONE" : deviceFrom(device.type, agent, osName);
  const name = browser.name
    ? (browserNames[browser.name.toLowerCase()] ?? constant(browser.name))
    : "UNKNOWN";
  const mobile = kind === "PHONE" || kind === "TABLET";
  return {
    robot: false,
    device: kind,
    os: osName,
    browser: mobile ? (mobileOf[name] ?? name) : name,
  };
}

const platforms: Record<string, string> = {
  android: "ANDROID",
  ios: "IOS",
  macos: "MACOS",
  linux: "LINUX",
  "chrome os": "CHROME_OS",
  "chromium os": "CHROME_OS",
};

/**
 * Client hints outrank the agent's text, which Chromium freezes. "?1" says phone; "?0" only denies
 * one, and Android without it is a tablet. The platform hint names no Windows version, so an agent
 * that names one keeps it.
 */
function withHints(
  verdict: AgentVerdict,
  mobile: string | undefined,
  platform: string | undefined,
): AgentVerdict {
  if (verdict.robot || (mobile === undefined && platform === undefined)) return verdict;
  let { device, os } = verdict;
  const name = platform?.replaceAll('"', "").toLowerCase();
  if (name === "windows" && !os.startsWith("WINDOWS")) os = "WINDOWS";
  else if (name !== undefined) os = platforms[name] ?? os;
  if (mobile === "?1" && (device === "DESKTOP" || device === "UNKNOWN" || device === "TABLET"))
    device = "PHONE";
  if (mobile === "?0" && (device === "PHONE" || device === "UNKNOWN"))
    device = os === "ANDROID" || os === "IOS" ? "TABLET" : "DESKTOP";
  return device === verdict.device && os === verdict.os ? verdict : { ...verdict, device, os };
}

export type AgentOf = (
  agent: string,
  mobileHint: string | undefined,
  platformHint: string | undefined,
) => AgentVerdict;

/** `agent` must already be cut to `agentLengthMax`. */
export function agentVerdicts(): AgentOf {
  // Two generations: the older half is dropped at once, without touching the map on every hit.
  let older = new Map<string, AgentVerdict>();
  let newer = new Map<string, AgentVerdict>();
  return (agent, mobileHint, platformHint) => {
    let verdict = newer.get(agent);
    if (verdict === undefined) {
      verdict = older.get(agent) ?? parse(agent);
      if (newer.size >= cacheMax) {
        older = newer;
        newer = new Map();
      }
      newer.set(agent, verdict);
    }
    return withHints(verdict, mobileHint, platformHint);
  };
}
