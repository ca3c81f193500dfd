import { useTranslation } from "react-i18next";

import classes from "./key-hints.module.css";

interface KeyHintsProps {
  areNumbersOn: boolean;
  onToggle: () => void;
}

/** The keys of this page on wide screens, and the switch for the number keys. */
export function KeyHints({ areNumbersOn, onToggle }: KeyHintsProps) {
  const { t } = useTranslation("profiling");
  const hints = [
    ...(areNumbersOn ? [["1 – 5", t("keys.number")]] : []),
    ["↑ ↓", t("keys.arrows")],
    ["Enter", t("keys.enter")],
    ["⌫", t("keys.back")],
  ] as const;
  return (
    <div className={classes.hints}>
      <ul className={classes.list} aria-label={t("keys.title")}>
        {hints.map(([key, meaning]) => (
          <li key={key} className={classes.hint}>
            <kbd className={classes.key}>{key}</kbd> {meaning}
          </li>
        ))}
      </ul>
      <button
        type="button"
        className={classes.toggle}
        aria-pressed={areNumbersOn}
        onClick={onToggle}
      >
        {t("keys.toggle")}
      </button>
    </div>
  );
}
