import { Anchor, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import { PageTitle } from "@/components/page-title";
import { EmptyState } from "@/components/states/empty-state";
import { Loaded } from "@/components/states/loaded";

import { ModuleReader } from "./module-reader";
import { moduleQuery } from "./queries";
import "./strings";
import { useResetWatch } from "./use-reset-watch";

/** One module: its text, its questions, and where to go from here. */
export function ModulePage() {
  const { t } = useTranslation("foundations");
  const { moduleId = "" }: { moduleId?: string } = useParams({ strict: false });
  const module = useQuery(moduleQuery(moduleId));
  useResetWatch(module.error);
  const isUnknown = module.error instanceof ProblemError && module.error.code === "module-unknown";
  return (
    <Stack gap="lg" maw="var(--text-width)" mx="auto">
      <Anchor component={Link} to="/foundations" py={12} size="sm">
        {t("module.all")}
      </Anchor>
      {isUnknown ? (
        <>
          <PageTitle>{t("module.unknownTitle")}</PageTitle>
          <EmptyState title={t("module.unknown")}>{t("module.unknownText")}</EmptyState>
        </>
      ) : (
        <>
          {/* The title takes the focus once it says which module this is. */}
          <PageTitle key={module.data ? moduleId : "loading"}>
            {module.data?.title ?? t("module.loading")}
          </PageTitle>
          {module.data && (
            <Text c="dimmed">
              {t("module.facts", {
                type: t(`type.${module.data.type}`),
                time: t("course.minutes", { count: module.data.minutes }),
              })}
            </Text>
          )}
          <Loaded query={module} lines={8}>
            {(text) => <ModuleReader key={text.id} module={text} />}
          </Loaded>
        </>
      )}
    </Stack>
  );
}
