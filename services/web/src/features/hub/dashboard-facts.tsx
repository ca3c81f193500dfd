import { Anchor, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { FactsPanel } from "./facts-panel";
import { dashboardFacts } from "./facts";
import { overviewQuery, type Dashboard } from "./queries";
import "./strings";

/** What is known of today, and what is not known yet with the reason. */
export function DashboardFacts({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation("hub");
  const { data: overview } = useQuery(overviewQuery);
  return (
    <Stack gap="xs">
      <FactsPanel facts={dashboardFacts(dashboard, overview)} />
      <Anchor component={Link} to="/profile" py={12}>
        {t("profile.link")}
      </Anchor>
    </Stack>
  );
}
