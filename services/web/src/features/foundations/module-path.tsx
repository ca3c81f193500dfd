import { Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { placeOf } from "./course-model";
import classes from "./course.module.css";
import type { CourseStatus, Module } from "./queries";
import "./strings";

/** The modules as a path from the first to the last, each with what it is and how far it is. */
export function ModulePath({ course }: { course: CourseStatus }) {
  const { t } = useTranslation("foundations");
  return (
    <section aria-labelledby="course-modules">
      <Title order={2} id="course-modules" mb="md">
        {t("course.modules")}
      </Title>
      <ol className={classes.path}>
        {course.modules.map((module) => (
          <Waypoint
            key={module.id}
            module={module}
            isNext={!course.complete && module.id === course.drop_off_module}
          />
        ))}
      </ol>
    </section>
  );
}

function Waypoint({ module, isNext }: { module: Module; isNext: boolean }) {
  const { t } = useTranslation("foundations");
  return (
    <li className={classes.stop} data-status={module.status} data-next={isNext || undefined}>
      <span className={classes.mark} aria-hidden="true">
        {module.status === "done" ? "✓" : ""}
      </span>
      <Link to={placeOf(module)} className={classes.module}>
        <Title order={3} className={classes.name}>
          {module.title}
        </Title>
        <Text component="span" className={classes.summary}>
          {module.summary}
        </Text>
        <Text component="span" className={classes.facts}>
          <span>{t(`type.${module.type}`)}</span>
          <span>{t("course.minutes", { count: module.minutes })}</span>
          {!module.mandatory && <span>{t("course.optional")}</span>}
          <strong className={classes.state}>
            {isNext && module.status === "open" ? t("status.next") : t(`status.${module.status}`)}
          </strong>
        </Text>
      </Link>
    </li>
  );
}
