import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { placeOf, type Bank, type Progress } from "../model/quiz";
import classes from "./module-overview.module.css";
import { toQuestion } from "./to-question";

interface ModuleOverviewProps {
  bank: Bank;
  progress: Progress;
}

/** Each part with what is answered, and a link to every open question. */
export function ModuleOverview({ bank, progress }: ModuleOverviewProps) {
  const { t } = useTranslation("profiling");
  return (
    <ul className={classes.list}>
      {progress.modules.map(({ id, title, answered, total, open }) => (
        <li key={id} className={classes.module}>
          <div className={classes.head}>
            <Text fw={600}>{title}</Text>
            <Text size="sm" c="dimmed" className={classes.count}>
              {t("finish.moduleState", { answered, total })}
            </Text>
          </div>
          {open.length > 0 && (
            <div className={classes.open}>
              <Text size="sm">{t("finish.open", { count: open.length })}</Text>
              {open.map((questionId) => (
                <Anchor
                  key={questionId}
                  component={Link}
                  {...toQuestion(questionId, "open")}
                  className={classes.link}
                  aria-label={t("finish.openLink", { place: placeOf(bank, questionId) })}
                >
                  {placeOf(bank, questionId)}
                </Anchor>
              ))}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
