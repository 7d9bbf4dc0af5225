import { getRequestConfig } from "next-intl/server";
import messages from "../messages/en.json" with { type: "json" };

/** One language so far; a second one is a second file and a choice here. */
// oxlint-disable-next-line import/no-default-export -- next-intl loads the default export
export default getRequestConfig(async () => ({ locale: "en", timeZone: "UTC", messages }));
