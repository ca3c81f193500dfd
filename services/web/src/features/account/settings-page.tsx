import { Button, Group, Radio, Stack, Text, Title, useMantineColorScheme } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { meQuery, type Me } from "@/api/queries";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { PageTitle } from "@/components/page-title";
import { Panel } from "@/components/panel";
import { Loaded } from "@/components/states/loaded";
import { ProblemNotice } from "@/components/states/problem-notice";

import classes from "./account.module.css";
import "./strings";
import { useLogOut } from "./use-log-out";

/** The own account: who I am here, the password, how it looks, and the way out. */
export function SettingsPage() {
  const { t } = useTranslation("account");
  const me = useQuery(meQuery);
  return (
    <Stack gap="lg" maw="var(--text-width)" mx="auto">
      <PageTitle>{t("settings.title")}</PageTitle>
      <Loaded query={me}>{(found) => <WhoIAm me={found} />}</Loaded>
      <Panel labelledBy="settings-password">
        <Title order={2} size="h3" id="settings-password">
          {t("settings.password")}
        </Title>
        <Text c="dimmed" mt={4} mb="md">
          {t("settings.passwordText")}
        </Text>
        <Button component={Link} to="/change-password" variant="default" size="md">
          {t("change.title")}
        </Button>
      </Panel>
      <Appearance />
      <WayOut />
    </Stack>
  );
}

function WhoIAm({ me }: { me: Me }) {
  const { t } = useTranslation("account");
  const { user, profile, roles } = me;
  const facts: [string, string | undefined][] = [
    ["name", `${user.first_name} ${user.last_name}`.trim()],
    ["email", user.email],
    ["roles", roles.map((role) => t(`role.${role}`)).join(", ") || t("settings.noRole")],
    ["grade", profile?.grade],
    ["goal", profile?.goal],
    ["timeZone", user.time_zone],
  ];
  return (
    <Panel labelledBy="settings-me">
      <Title order={2} size="h3" id="settings-me" mb="sm">
        {t("settings.me")}
      </Title>
      <dl className={classes.facts}>
        {facts.map(([name, value]) =>
          value ? (
            <div className={classes.fact} key={name}>
              <dt>{t(`settings.${name}`)}</dt>
              <dd>{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
      <Text size="sm" c="dimmed" mt="md">
        {t("settings.wrongFacts")}
      </Text>
    </Panel>
  );
}

function Appearance() {
  const { t } = useTranslation("account");
  const { t: common } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Panel>
      <Radio.Group
        label={common("appearance")}
        description={t("settings.appearanceText")}
        value={colorScheme}
        onChange={(scheme) => setColorScheme(scheme as typeof colorScheme)}
        classNames={{ label: classes.legend ?? "" }}
      >
        <Group mt="xs" gap="xs" wrap="wrap">
          {(["light", "dark", "auto"] as const).map((scheme) => (
            <Radio
              key={scheme}
              value={scheme}
              label={common(`scheme.${scheme}`)}
              size="md"
              classNames={{ body: classes.choice ?? "" }}
            />
          ))}
        </Group>
      </Radio.Group>
    </Panel>
  );
}

function WayOut() {
  const { t } = useTranslation("account");
  const { t: common } = useTranslation();
  const here = useLogOut();
  const everywhere = useLogOut(true);
  const [isAsking, setAsking] = useState(false);
  return (
    <Panel labelledBy="settings-out">
      <Title order={2} size="h3" id="settings-out">
        {t("settings.out")}
      </Title>
      <Text c="dimmed" mt={4} mb="md">
        {t("settings.outText")}
      </Text>
      {here.isError && <ProblemNotice error={here.error} onRetry={() => here.mutate()} />}
      <Group mt={here.isError ? "md" : 0}>
        <Button variant="default" size="md" loading={here.isPending} onClick={() => here.mutate()}>
          {common("logOut")}
        </Button>
        <Button variant="default" size="md" onClick={() => setAsking(true)}>
          {t("settings.everywhere")}
        </Button>
      </Group>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("settings.everywhereTitle")}
        action={t("settings.everywhere")}
        isPending={everywhere.isPending}
        error={everywhere.error}
        onConfirm={() => everywhere.mutate()}
        onClose={() => setAsking(false)}
      >
        <Text>{t("settings.everywhereText")}</Text>
      </ConfirmDialog>
    </Panel>
  );
}
