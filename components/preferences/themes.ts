export const themes = ["system", "light", "dark", "contrast"] as const;
export type Theme = (typeof themes)[number];

/** `forced`: the system's own few colours. */
export type ShownTheme = "light" | "dark" | "contrast-light" | "contrast-dark" | "forced";
