import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import classes from "./words-field.module.css";

interface WordsFieldProps {
  id: string;
  label: string;
  language: string;
  value: string;
  count: number;
  limit: number;
  error: string | undefined;
  onChange: (text: string) => void;
}

/** A text of the learner's own with the room that is left. */
export function WordsField(props: WordsFieldProps) {
  const { id, label, value, count, limit, error } = props;
  const { t } = useTranslation("profiling");
  const isOver = count > limit;
  return (
    <div className={classes.field}>
      <label htmlFor={id} className={classes.label} lang={props.language}>
        {label}
      </label>
      <textarea
        id={id}
        className={classes.area}
        rows={5}
        value={value}
        aria-describedby={`${id}-room`}
        aria-invalid={isOver || error !== undefined}
        onChange={(event) => props.onChange(event.target.value)}
      />
      <Text
        id={`${id}-room`}
        size="sm"
        className={classes.room}
        data-wrong={isOver || error ? true : undefined}
      >
        {error ?? t("reflection.room", { count, limit })}
      </Text>
    </div>
  );
}
