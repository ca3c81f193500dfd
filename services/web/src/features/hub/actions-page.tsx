import { Anchor, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { PageTitle } from "@/components/page-title";
import { EmptyState } from "@/components/states/empty-state";
import { Loaded } from "@/components/states/loaded";
import { formatInstant } from "@/lib/format";

import { ActionCard } from "./action-card";
import { listDoable } from "./action-model";
import classes from "./hub.module.css";
import { actionsQuery } from "./queries";
import "./strings";

/** Everything there is to do, best first, with how the order came about. */
export function ActionsPage() {
  const { t } = useTranslation("hub");
  const actions = useQuery(actionsQuery);
  return (
    <Stack gap="lg" maw="var(--text-width)" mx="auto">
      <Anchor component={Link} to="/dashboard" py={12} size="sm">
        {t("toDashboard")}
      </Anchor>
      <PageTitle>{t("actions.allTitle")}</PageTitle>
      <Loaded query={actions}>
        {(found) => (
          <>
            {listDoable(found.results).length === 0 ? (
              <EmptyState title={t("actions.emptyTitle")}>{t("actions.empty")}</EmptyState>
            ) : (
              <ol className={classes.actions}>
                {listDoable(found.results).map((action, place) => (
                  <li key={action.type}>
                    <Text component="h2" className="visually-hidden">
                      {t("actions.place", { place: place + 1 })}
                    </Text>
                    <ActionCard action={action} isFirst={place === 0} withScore />
                  </li>
                ))}
              </ol>
            )}
            <Text size="sm" c="dimmed">
              {t("asOf", { at: formatInstant(found.as_of) })}
            </Text>
          </>
        )}
      </Loaded>
    </Stack>
  );
}
