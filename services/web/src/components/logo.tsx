import { useTranslation } from "react-i18next";

/** Three paths that leave one point, one of them taken: the product in a square. */
export function LogoMark({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" fill="#14695f" />
      <path
        d="M8 23.5c5.5 0 6.8-3.4 8-7.5M8 23.5c7.5 0 11.5-1.8 15.5-6"
        fill="none"
        stroke="#a7d5cb"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
      <path
        d="M8 23.5c4.4-1 5-8 14.2-14"
        fill="none"
        stroke="#fff"
        strokeWidth="2.8"
        strokeLinecap="round"
      />
      <circle cx="23" cy="9" r="3.4" fill="#f5bc58" />
      <circle cx="8" cy="23.5" r="2.6" fill="#fff" />
    </svg>
  );
}

export function Logo() {
  const { t } = useTranslation();
  return (
    <span style={{ display: "inline-flex", alignItems: "center", gap: 10 }}>
      <LogoMark />
      <span style={{ fontWeight: 700, letterSpacing: "-0.01em", whiteSpace: "nowrap" }}>
        {t("product")}
      </span>
    </span>
  );
}
