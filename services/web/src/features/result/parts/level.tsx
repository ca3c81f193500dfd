import { Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Panel } from "@/components/panel";

import { tellAbility, type Result } from "../model/result-view";
import { AbilityBand } from "./ability-band";
import classes from "./lists.module.css";
import { Unknown } from "./unknown";

/** The level to start at, and the ability behind it with its uncertainty. */
export function LevelPanel({ result }: { result: Result }) {
  const { t } = useTranslation("result");
  const { selected, verified, status } = result.level;
  const ability = tellAbility(result);
  return (
    <Panel labelledBy="level">
      <Stack gap="md">
        <Title order={2} id="level">
          {t("level.title")}
        </Title>
        <dl className={classes.facts}>
          <div>
            <dt>{t("level.start")}</dt>
            <dd>{verified ? t(`level.name.${verified}`) : t("level.notYet")}</dd>
          </div>
          <div>
            <dt>{t("level.selected")}</dt>
            <dd>{selected ? t(`level.name.${selected}`) : t("level.notChosen")}</dd>
          </div>
        </dl>
        <Text>{t(`level.status.${status}`)}</Text>
        <Title order={3}>{t("ability.title")}</Title>
        {ability.value ? (
          <>
            <AbilityBand ability={ability.value} />
            {ability.value.isProvisional && <Text size="sm">{t("ability.provisional")}</Text>}
            <dl className={classes.facts}>
              {ability.value.categories.map(({ name, label, items, isFirstImpression }) => (
                <div key={name}>
                  <dt>
                    {t(`ability.category.${name}`, { defaultValue: name.replaceAll("_", " ") })}
                  </dt>
                  <dd>
                    {t(`ability.label.${label}`)}
                    <Text component="span" size="sm" c="dimmed">
                      {` · ${t(isFirstImpression ? "ability.impression" : "ability.items", { count: items })}`}
                    </Text>
                  </dd>
                </div>
              ))}
            </dl>
          </>
        ) : (
          <Unknown reason={ability.reason} />
        )}
        <Text size="sm" c="dimmed">
          {t("ability.apart")}
        </Text>
      </Stack>
    </Panel>
  );
}
