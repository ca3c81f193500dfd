import i18next from "i18next";
import { initReactI18next } from "react-i18next";

/**
 * Every sentence of the app stands in an `en.json` beside the feature that says it and is
 * registered when that feature loads; another language is a second file beside it.
 */
void i18next.use(initReactI18next).init({
  lng: "en",
  fallbackLng: "en",
  defaultNS: "common",
  resources: {},
  interpolation: { escapeValue: false }, // React escapes.
  returnNull: false,
  showSupportNotice: false,
} as Parameters<typeof i18next.init>[0]);

export function registerStrings(namespace: string, en: object): void {
  i18next.addResourceBundle("en", namespace, en, true, true);
}

export { i18next };
