import { Button, List, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { meQuery } from "@/api/queries";

import { AccountCard } from "./account-card";
import { LogOutButton } from "./log-out-button";
import "./strings";

/** The home of a role whose pages come later: says so, and what there is to do today. */
export function RoleHomePage() {
  const { t } = useTranslation("account");
  const { t: common } = useTranslation();
  const { pathname } = useLocation();
  const { data: me } = useQuery(meQuery);
  const role = pathname.replaceAll("/", "");
  const places = me ? [me.next, ...me.doors].filter(({ url }) => url !== `/${role}`) : [];
  return (
    <AccountCard title={t(`roleHome.${role}.title`)} lead={t("roleHome.lead")}>
      <Text>{t(`roleHome.${role}.text`)}</Text>
      <Text fw={600}>{t("roleHome.today")}</Text>
      <List spacing="xs">
        <List.Item>{t("roleHome.canSettings")}</List.Item>
        <List.Item>{t("roleHome.canPassword")}</List.Item>
        {places.length > 0 && <List.Item>{t("roleHome.canElsewhere")}</List.Item>}
      </List>
      {places.map((place) => (
        <Button key={place.url} component={Link} to={place.url} size="md">
          {t("roleHome.goTo", {
            place: common(`door.${place.step === "role_home" ? place.reason : place.step}`),
          })}
        </Button>
      ))}
      <Button
        component={Link}
        to="/settings"
        size="md"
        variant={places.length > 0 ? "default" : "filled"}
      >
        {common("settings")}
      </Button>
      <LogOutButton />
    </AccountCard>
  );
}
