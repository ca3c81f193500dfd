import { Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Panel } from "@/components/panel";

import type { Result } from "../model/result-view";
import classes from "./lists.module.css";

/** What the learner has tried so far, by domain, with the small check beside it. */
export function Exposure({ result }: { result: Result }) {
  const { t } = useTranslation("result");
  const domains = Object.entries(result.exposure);
  return (
    <Panel labelledBy="exposure">
      <Stack gap="sm">
        <Title order={2} id="exposure">
          {t("exposure.title")}
        </Title>
        {domains.length === 0 ? (
          <Text c="dimmed">{t("exposure.none")}</Text>
        ) : (
          <dl className={classes.facts}>
            {domains.map(([domain, { rating, check }]) => (
              <div key={domain}>
                <dt>
                  {t(`exposure.domain.${domain}`, { defaultValue: domain.replaceAll("_", " ") })}
                </dt>
                <dd>
                  {t(`exposure.rating.${rating ?? "unknown"}`)}
                  <Text component="span" size="sm" c="dimmed">
                    {` · ${t(`exposure.check.${check ?? "unknown"}`)}`}
                  </Text>
                </dd>
              </div>
            ))}
          </dl>
        )}
      </Stack>
    </Panel>
  );
}
