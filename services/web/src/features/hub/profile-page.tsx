import { Anchor, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { PageTitle } from "@/components/page-title";
import { Panel } from "@/components/panel";
import { Loaded } from "@/components/states/loaded";
import { formatInstant } from "@/lib/format";

import { FactsPanel } from "./facts-panel";
import { FutureSelfPanel } from "./future-self-panel";
import classes from "./hub.module.css";
import { profileQuery, type Profile } from "./queries";
import "./strings";

/** What the academy knows of the learner, and what it does not know yet. */
export function ProfilePage() {
  const { t } = useTranslation("hub");
  const profile = useQuery(profileQuery);
  return (
    <Stack gap="lg" maw="var(--text-width)" mx="auto">
      <Anchor component={Link} to="/dashboard" py={12} size="sm">
        {t("toDashboard")}
      </Anchor>
      <PageTitle>{t("profile.title")}</PageTitle>
      <Loaded query={profile}>{(found) => <Known profile={found} />}</Loaded>
    </Stack>
  );
}

function Known({ profile }: { profile: Profile }) {
  const { t } = useTranslation("hub");
  const basics: [string, string][] = [
    ["name", `${profile.first_name} ${profile.last_name}`.trim()],
    ["email", profile.email],
    ["grade", profile.grade],
    ["goal", profile.goal],
    ["timeZone", profile.time_zone],
  ];
  const others = ["cohort", "mentor", "skills_needed", "consents"] as const;
  return (
    <>
      <Panel labelledBy="profile-basics">
        <Title order={2} size="h3" id="profile-basics" mb="sm">
          {t("profile.basics")}
        </Title>
        <dl className={classes.facts}>
          {basics.map(([name, value]) => (
            <div className={classes.fact} key={name}>
              <dt>{t(`fact.${name}`)}</dt>
              <dd>{value || t("profile.notGiven")}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      <FutureSelfPanel futureSelf={profile.future_self} reasons={profile.reasons} />
      <FactsPanel
        facts={others.map((name) => {
          const value = profile[name];
          return {
            name,
            value: Array.isArray(value) ? value.join(", ") : value,
            reason: profile.reasons[`/${name}`] ?? null,
          };
        })}
      />
      <Text size="sm" c="dimmed">
        {t("asOf", { at: formatInstant(profile.as_of) })}
      </Text>
    </>
  );
}
