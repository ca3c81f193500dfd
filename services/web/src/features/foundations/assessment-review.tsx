import { Anchor, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Panel } from "@/components/panel";

import { placeOf } from "./course-model";
import classes from "./course.module.css";
import { statusQuery, type Attempt } from "./queries";
import "./strings";

/** After an attempt that did not pass: what to read again. */
export function AssessmentReview({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation("foundations");
  const { data: course } = useQuery(statusQuery);
  return (
    <Panel labelledBy="review-title">
      <Stack gap="xs">
        <Title order={2} size="h3" id="review-title">
          {t("review.title")}
        </Title>
        <Text>{t("review.score", { percent: attempt.score_percent })}</Text>
        <Text c="dimmed">{t("review.lead")}</Text>
        <ul className={classes.scores}>
          {attempt.review.map(({ module_id, right, asked }) => {
            const module = course?.modules.find(({ id }) => id === module_id);
            return (
              <li key={module_id}>
                <Anchor
                  component={Link}
                  to={placeOf(module ?? { id: module_id, type: "reading" })}
                  className={classes.todo}
                >
                  {module?.title ?? module_id}
                </Anchor>
                <span>{t("review.right", { right, asked })}</span>
              </li>
            );
          })}
        </ul>
      </Stack>
    </Panel>
  );
}
