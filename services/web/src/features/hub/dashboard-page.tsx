import { Anchor, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { meQuery } from "@/api/queries";
import { PageTitle } from "@/components/page-title";
import { Panel } from "@/components/panel";
import { EmptyState } from "@/components/states/empty-state";
import { Loaded } from "@/components/states/loaded";
import { formatInstant } from "@/lib/format";

import { ActionCard } from "./action-card";
import { listDoable } from "./action-model";
import { DashboardFacts } from "./dashboard-facts";
import { FutureSelfPanel } from "./future-self-panel";
import classes from "./hub.module.css";
import { dashboardQuery, type Dashboard } from "./queries";
import { QuickStats } from "./quick-stats";
import "./strings";

/** The hub: what to do next, where one is going, and what is known of today. */
export function DashboardPage() {
  const { t } = useTranslation("hub");
  const { data: me } = useQuery(meQuery);
  const dashboard = useQuery(dashboardQuery);
  const name = me?.user.first_name;
  return (
    <Stack gap="xl">
      <PageTitle name={t("dashboard.title")}>
        {name ? t("dashboard.hello", { name }) : t("dashboard.title")}
      </PageTitle>
      <Loaded query={dashboard} lines={7}>
        {(found) => <Hub dashboard={found} />}
      </Loaded>
    </Stack>
  );
}

function Hub({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation("hub");
  return (
    <>
      <div className={classes.columns}>
        <NextActions dashboard={dashboard} />
        <FutureSelfPanel futureSelf={dashboard.future_self} reasons={dashboard.reasons} />
        <QuickStats />
        <DashboardFacts dashboard={dashboard} />
      </div>
      <Text size="sm" c="dimmed">
        {t("asOf", { at: formatInstant(dashboard.as_of) })}
      </Text>
    </>
  );
}

function NextActions({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation("hub");
  const actions = listDoable(dashboard.next_actions);
  return (
    <Panel labelledBy="next-actions">
      <Title order={2} id="next-actions" mb="md">
        {t("actions.title")}
      </Title>
      {actions.length === 0 ? (
        <EmptyState title={t("actions.emptyTitle")}>{t("actions.empty")}</EmptyState>
      ) : (
        <ol className={classes.actions}>
          {actions.map((action, place) => (
            <li key={action.type}>
              <ActionCard action={action} isFirst={place === 0} />
            </li>
          ))}
        </ol>
      )}
      <Anchor component={Link} to="/dashboard/actions" py={12} mt="sm" display="inline-block">
        {t("actions.all")}
      </Anchor>
    </Panel>
  );
}
