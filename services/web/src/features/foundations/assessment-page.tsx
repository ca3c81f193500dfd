import { Anchor, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { PageTitle } from "@/components/page-title";
import { Loaded } from "@/components/states/loaded";

import { AssessmentBody } from "./assessment-body";
import { assessmentQuery } from "./queries";
import "./strings";
import { useResetWatch } from "./use-reset-watch";

/** The orientation assessment, whatever state it is in. */
export function AssessmentPage() {
  const { t } = useTranslation("foundations");
  const assessment = useQuery(assessmentQuery);
  useResetWatch(assessment.error);
  return (
    <Stack gap="lg" maw="var(--text-width)" mx="auto">
      <Anchor component={Link} to="/foundations" py={12} size="sm">
        {t("module.all")}
      </Anchor>
      <PageTitle>{t("assessment.title")}</PageTitle>
      <Loaded query={assessment} lines={6}>
        {(found) => <AssessmentBody assessment={found} />}
      </Loaded>
    </Stack>
  );
}
