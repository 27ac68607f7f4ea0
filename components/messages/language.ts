export const languages = ["en", "zh-tw"] as const;
export type Language = (typeof languages)[number];

/** As `lang` and Intl want them. */
export const languageTags = { en: "en", "zh-tw": "zh-TW" } as const satisfies Record<Language, string>;

/** What a reader chose; else the first language of the browser's list that there is; else English. */
export function languageFor(kept: string | undefined, accepted: string | null): Language {
  const chosen = languages.find((language) => language === kept);
  return chosen ?? preferred(accepted ?? "");
}

/** By `Accept-Language`: weights count, the order breaks ties. */
function preferred(accepted: string): Language {
  const wanted = accepted
    .slice(0, 1000)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const weight = parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find((one) => one !== undefined);
      return { language: spokenAs(tag), weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ language, weight }) => language !== null && weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return wanted[0]?.language ?? "en";
}

/** Who reads Traditional Chinese of another region is closer to zh-TW than to English; Simplified is another script. */
function spokenAs(tag: string): Language | null {
  if (/^en\b/.test(tag)) return "en";
  return /^zh$|^zh-(hant|tw|hk|mo)\b/.test(tag) ? "zh-tw" : null;
}
