import { Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Panel } from "@/components/panel";

import { sortFacts, type Fact } from "./facts";
import classes from "./hub.module.css";
import "./strings";

/** Facts with a value as they are; the others under the reason why there is none. */
export function FactsPanel({ facts }: { facts: readonly Fact[] }) {
  const { t } = useTranslation("hub");
  const { known, unknown } = sortFacts(facts);
  return (
    <>
      {known.length > 0 && (
        <Panel labelledBy="facts-known">
          <Title order={2} size="h3" id="facts-known" mb="sm">
            {t("facts.today")}
          </Title>
          <dl className={classes.facts}>
            {known.map(({ name, value }) => (
              <div className={classes.fact} key={name}>
                <dt>{t(`fact.${name}`)}</dt>
                <dd>
                  {t(`value.${name}`, {
                    value,
                    count: typeof value === "number" ? value : 0,
                    defaultValue: String(value),
                  })}
                </dd>
              </div>
            ))}
          </dl>
        </Panel>
      )}
      {unknown.map(({ reason, names }) => (
        <Stack key={reason} gap={4} className={classes.unknown}>
          <Title order={2} size="h3">
            {t("facts.unknown")}
          </Title>
          <Text size="sm" c="dimmed">
            {t(`reason.${reason ?? "unknown"}`)}
          </Text>
          <ul className={classes.names}>
            {names.map((name) => (
              <li key={name}>{t(`fact.${name}`)}</li>
            ))}
          </ul>
        </Stack>
      ))}
    </>
  );
}
