/**
 * Words by which programs say what they are behind a browser's whole agent, and which the public
 * lists do not have: what measures pages, looks into mails' links, fetches for an assistant or a
 * preview, copies sites, or tries to break them. Whole words alone, and none that an app with a
 * browser of its own says of itself.
 */
const measurers = [
  "Lighthouse|DebugBear|WebPageTest|ThousandEyes|Checkly|Pingdom|StatusCake|UptimeRobot|Site24x7",
  "SpeedCurve|Catchpoint|Dynatrace(?:Synthetic)?|DatadogSynthetics|NewRelicSynthetics",
  "GTmetrix|Uptrends|Freshping|BetterUptime|BetterStack|HetrixTools|Sitespeed(?:\\.io)?|WebPulse",
];
const mailGates = [
  "Proofpoint|Mimecast|Barracuda(?: Sentinel)?|Trend ?Micro WTP|SafeLinks|FireEye|Cloudmark",
  "MessageLabs|Zscaler Sandbox|urlscan(?:\\.io)?|VirusTotal|PhishTank|Netcraft|CheckPhish",
];
const fetchers = [
  "(?:ChatGPT|Claude|Perplexity|MistralAI|Gemini|DuckAssist)-User|Claude-(?:Web|SearchBot)",
  "meta-external(?:fetcher|agent|hit)|Google-(?:Extended|Read-Aloud|InspectionTool)|GoogleOther",
  "cohere-ai|Bytespider|Iframely|Embedly|vkShare|HubSpot Page Fetcher|BrightEdge|LinkPreview",
  "Firecrawl|Diffbot|Apify|ScrapingBee|ScraperAPI|ZenRows|Tavily|Jina(?:AI|Reader)",
];
const copiers = [
  "heritrix|HTTrack|Nutch|Screaming Frog(?: SEO Spider)?|Sitebulb|WebCopier|Teleport Pro",
  "archive\\.org|Wget|curl|libcurl|aria2|HTTPie|node-fetch|undici|axios|okhttp|colly",
  "Go-http-client",
  "(?:python|aiohttp|httpx|urllib3?|requests|Scrapy|Guzzle(?:Http)?|reqwest)/\\d[\\d.]*",
];
const attackers = [
  "sqlmap|Nmap(?: Scripting Engine)?|Nikto|Nuclei|masscan|zgrab|WPScan|Acunetix|Netsparker",
  "Nessus|OpenVAS|Qualys|gobuster|dirbuster|feroxbuster|ffuf|Burp(?: ?Suite)?|OWASP ZAP|Arachni",
];

/** Begun by no letter, digit or hyphen and followed by none, so that no name merely holds it. */
export const robotWords = new RegExp(
  `(?<![\\w-])(?:${[measurers, mailGates, fetchers, copiers, attackers]
    .flat()
    .join("|")})(?![\\w-])`,
  "i",
);
