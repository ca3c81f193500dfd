import { Badge, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { components } from "@/api/generated/core";
import { PageTitle } from "@/components/page-title";
import { Panel } from "@/components/panel";
import { EmptyState } from "@/components/states/empty-state";
import { Loaded } from "@/components/states/loaded";
import { formatInstant } from "@/lib/format";

import classes from "./list.module.css";
import { itemsQuery } from "./queries";
import "./strings";

type Bank = components["schemas"]["BankStatisticsOut"];
type Item = components["schemas"]["ItemStatistics"];

/** How the questions behave among real answers, as the profiler computes it every night. */
export function ItemsPage() {
  const { t } = useTranslation("admin");
  const query = useQuery(itemsQuery);
  return (
    <Stack gap="lg">
      <PageTitle>{t("items.title")}</PageTitle>
      <Text c="dimmed" maw="var(--text-width)">
        {t("items.text")}
      </Text>
      <Loaded query={query} lines={4}>
        {({ results }) =>
          results.length === 0 ? (
            <EmptyState title={t("items.none")}>{t("items.noneText")}</EmptyState>
          ) : (
            results.map((bank) => <BankPanel key={bank.bank.version} bank={bank} />)
          )
        }
      </Loaded>
    </Stack>
  );
}

function BankPanel({ bank }: { bank: Bank }) {
  const { t } = useTranslation("admin");
  const { statistics } = bank;
  return (
    <Panel labelledBy={`bank-${bank.bank.version}`}>
      <Title order={2} id={`bank-${bank.bank.version}`}>
        {t("items.bank", { version: bank.bank.version })}
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        {t("items.summary", {
          started: statistics.started,
          completed: statistics.completed,
          careless: statistics.careless,
          at: formatInstant(bank.computed_at),
        })}
      </Text>
      <div className={classes.scroll}>
        <Table striped>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("items.item")}</Table.Th>
              <Table.Th scope="col">{t("items.warnings")}</Table.Th>
              {(["answered", "difficulty", "discrimination", "median"] as const).map((column) => (
                <Table.Th key={column} scope="col" className={classes.figure}>
                  {t(`items.${column}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {statistics.items.map((item) => (
              <ItemRow key={item.item_id} item={item} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Panel>
  );
}

function ItemRow({ item }: { item: Item }) {
  const { t } = useTranslation("admin");
  const figure = (value: number | null) => (value === null ? t("items.tooFew") : value.toFixed(2));
  return (
    <Table.Tr>
      <Table.Th scope="row">{item.item_id}</Table.Th>
      <Table.Td>
        <Group gap={4}>
          {item.warnings.map((warning) => (
            <Badge key={warning} color="amber" variant="light">
              {t(`items.warning.${warning}`)}
            </Badge>
          ))}
        </Group>
      </Table.Td>
      <Table.Td className={classes.figure}>
        {item.answered} / {item.reached}
      </Table.Td>
      <Table.Td className={classes.figure}>
        {item.format === "keyed" ? figure(item.difficulty) : "–"}
      </Table.Td>
      <Table.Td className={classes.figure}>
        {item.format === "keyed" ? figure(item.point_biserial) : "–"}
      </Table.Td>
      <Table.Td className={classes.figure}>
        {item.median_s === null ? t("items.tooFew") : `${item.median_s.toFixed(1)} s`}
      </Table.Td>
    </Table.Tr>
  );
}
