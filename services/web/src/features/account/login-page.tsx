import { Alert, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";
import { useTranslation } from "react-i18next";

import { meQuery } from "@/api/queries";
import { onSession } from "@/api/session";
import { PageTitle } from "@/components/page-title";
import { Panel } from "@/components/panel";

import classes from "./account.module.css";
import { LoginArt } from "./login-art";
import { LoginForm } from "./login-form";
import { readLoginSearch } from "./login-search";
import "./strings";

/** The door. It shows at once; whoever turns out to be logged in already is sent on. */
export function LoginPage() {
  const { t } = useTranslation("account");
  const { next, ended, note } = readLoginSearch(useSearch({ strict: false }));
  const router = useRouter();
  const queryClient = useQueryClient();
  const goOn = useCallback(() => {
    void router.navigate({ href: next ?? "/", replace: true });
  }, [router, next]);

  const { data: me } = useQuery({
    ...meQuery,
    enabled: !ended && !note,
    retry: false,
    retryOnMount: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  useEffect(() => {
    if (me && !ended && !note) goOn();
  }, [me, ended, note, goOn]);
  // Somebody logs in in another tab: here too.
  useEffect(() => onSession((event) => event === "changed" && goOn()), [goOn]);

  function enter() {
    queryClient.clear();
    goOn();
  }

  const isOver = ended ?? note === "account-erased";
  const said = ended ? t("login.ended") : note ? t(`login.note.${note}`) : null;
  return (
    <div className={classes.door}>
      <div className={classes.story}>
        <LoginArt />
        <Text className={classes.promise}>{t("login.promise")}</Text>
        <Text className={classes.more}>{t("login.more")}</Text>
      </div>
      <div className={classes.card}>
        <Panel>
          <Stack gap="md">
            <PageTitle>{t("login.title")}</PageTitle>
            {said && (
              <Alert role="status" color={isOver ? "amber" : "spruce"} variant="light">
                <Text size="sm" c="var(--mantine-color-text)">
                  {said}
                </Text>
              </Alert>
            )}
            <LoginForm onDone={enter} />
            <Text size="sm" c="dimmed">
              {t("login.noAccount")}
            </Text>
          </Stack>
        </Panel>
      </div>
    </div>
  );
}
