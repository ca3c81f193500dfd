import { Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { PageTitle } from "@/components/page-title";
import { Panel } from "@/components/panel";
import { Loaded } from "@/components/states/loaded";
import { formatDate, formatInstant } from "@/lib/format";

import { retakesQuery } from "../data/queries";
import { tellMayAsk, type Page } from "../model/retake";
import lists from "../parts/lists.module.css";
import { ResultLinks } from "../parts/result-links";
import { RetakeForm } from "../parts/retake-form";
import { RetakePending } from "../parts/retake-pending";

import "../strings";

/** Asking to be profiled again: the wish, its state and its answer. */
export function RetakePage() {
  const { t } = useTranslation("result");
  const query = useQuery(retakesQuery);
  return (
    <Stack gap="lg" maw="52rem" mx="auto">
      <Stack gap="xs">
        <PageTitle>{t("retake.title")}</PageTitle>
        <Text>{t("retake.lead")}</Text>
      </Stack>
      <ResultLinks />
      <Loaded query={query} lines={3}>
        {(page) => <Shown page={page} />}
      </Loaded>
    </Stack>
  );
}

function Shown({ page }: { page: Page }) {
  const { t } = useTranslation("result");
  const may = tellMayAsk(page, new Date());
  const earlier = page.results.filter((one) => one.state !== "pending");
  return (
    <>
      <Panel labelledBy="ask">
        <Stack gap="md">
          <Title order={2} id="ask">
            {t(`retake.${may.state}.title`)}
          </Title>
          {may.state === "pending" && <RetakePending request={may.request} />}
          {may.state === "tooEarly" && (
            <Text>{t("retake.tooEarly.text", { instant: formatInstant(may.from) })}</Text>
          )}
          {may.state === "notNow" && <Text>{t("retake.notNow.text")}</Text>}
          {may.state === "open" && <RetakeForm />}
          <Text size="sm" c="dimmed">
            {t("retake.other")}
          </Text>
        </Stack>
      </Panel>
      {earlier.length > 0 && (
        <Panel labelledBy="earlier">
          <Stack gap="md">
            <Title order={2} id="earlier">
              {t("retake.earlier")}
            </Title>
            <ul className={lists.quotes}>
              {earlier.map(({ id, state, reason, requested_at: asked, answer }) => (
                <li key={id}>
                  <Text fw={600}>{`${t(`retake.state.${state}`)} · ${formatDate(asked)}`}</Text>
                  <Text>{reason}</Text>
                  {answer && <Text size="sm">{t("retake.answer", { answer })}</Text>}
                </li>
              ))}
            </ul>
          </Stack>
        </Panel>
      )}
    </>
  );
}
