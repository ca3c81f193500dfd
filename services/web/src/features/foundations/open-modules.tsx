import { Anchor, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Panel } from "@/components/panel";

import { placeOf } from "./course-model";
import classes from "./course.module.css";
import { statusQuery } from "./queries";
import "./strings";

/** Why the assessment is not open yet: the modules that are still to read, each a link. */
export function OpenModules() {
  const { t } = useTranslation("foundations");
  const { data: course } = useQuery(statusQuery);
  const open = new Set(
    course?.missing.filter(({ code }) => code === "module-open").map((one) => one.module_id),
  );
  return (
    <Panel>
      <Stack gap="xs">
        <Text fw={600}>{t("assessment.modulesOpenTitle")}</Text>
        <Text>{t("assessment.modulesOpen")}</Text>
        <ul className={classes.missing}>
          {course?.modules
            .filter(({ id }) => open.has(id))
            .map((module) => (
              <li key={module.id}>
                <Anchor component={Link} to={placeOf(module)} className={classes.todo}>
                  {module.title}
                </Anchor>
              </li>
            ))}
        </ul>
      </Stack>
    </Panel>
  );
}
