import { Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { PageTitle } from "@/components/page-title";
import { Pager } from "@/components/pager";
import { EmptyState } from "@/components/states/empty-state";
import { Loaded } from "@/components/states/loaded";
import { formatDate } from "@/lib/format";

import classes from "./hub.module.css";
import { portfolioQuery, type PortfolioItem } from "./queries";
import "./strings";

/** The learner's own things, newest first. */
export function PortfolioPage() {
  const { t } = useTranslation("hub");
  const search: { cursor?: unknown } = useSearch({ strict: false });
  const cursor = typeof search.cursor === "string" ? search.cursor : undefined;
  const navigate = useNavigate();
  const page = useQuery(portfolioQuery(cursor));
  return (
    <Stack gap="lg" maw="var(--text-width)" mx="auto">
      <PageTitle>{t("portfolio.title")}</PageTitle>
      <Text c="dimmed">{t("portfolio.lead")}</Text>
      <Loaded query={page}>
        {(found) =>
          found.results.length === 0 ? (
            <EmptyState title={t("portfolio.emptyTitle")}>{t("portfolio.empty")}</EmptyState>
          ) : (
            <div>
              <ul className={classes.items}>
                {found.results.map((item) => (
                  <Item key={item.id} item={item} />
                ))}
              </ul>
              <Pager
                page={found}
                onGo={(to) => void navigate({ to: "/portfolio", search: to ? { cursor: to } : {} })}
              />
            </div>
          )
        }
      </Loaded>
    </Stack>
  );
}

function Item({ item }: { item: PortfolioItem }) {
  const { t } = useTranslation("hub");
  return (
    <li>
      <Link to={`/portfolio/${item.id}`} className={classes.item}>
        <Title order={2} size="h3">
          {item.title}
        </Title>
        <Text component="span" lineClamp={3} className={classes.excerpt}>
          {item.text}
        </Text>
        <Text component="span" size="sm" c="dimmed">
          {item.edited_at
            ? t("portfolio.edited", { date: formatDate(item.edited_at) })
            : t("portfolio.created", { date: formatDate(item.created_at) })}
        </Text>
      </Link>
    </li>
  );
}
