import { TextInput, UnstyledButton } from "@mantine/core";
import { useState, type Ref } from "react";
import { useTranslation } from "react-i18next";

import classes from "./account.module.css";
import "./strings";

interface PasswordFieldProps {
  label: string;
  description?: string | undefined;
  autoComplete: "current-password" | "new-password";
  value: string;
  error?: string | undefined;
  onChange: (value: string) => void;
  ref?: Ref<HTMLInputElement>;
}

/** A password that one can look at: a word as the switch, because an eye means nothing to some. */
export function PasswordField({ label, value, onChange, error, ...input }: PasswordFieldProps) {
  const { t } = useTranslation("account");
  const [isShown, setShown] = useState(false);
  return (
    <TextInput
      {...input}
      label={label}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      type={isShown ? "text" : "password"}
      size="md"
      spellCheck={false}
      autoCapitalize="none"
      autoCorrect="off"
      maxLength={1024}
      rightSectionWidth={76}
      rightSection={
        <UnstyledButton
          className={classes.reveal}
          aria-pressed={isShown}
          aria-label={t("password.show", { label })}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? t("password.hideWord") : t("password.showWord")}
        </UnstyledButton>
      }
    />
  );
}
