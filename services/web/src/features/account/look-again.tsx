import { Button, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { meQuery } from "@/api/queries";

import "./strings";

/** Ask core again where to go; the guards lead away from here when something changed. */
export function LookAgain() {
  const { t } = useTranslation("account");
  const router = useRouter();
  const { refetch, isFetching } = useQuery({ ...meQuery, refetchOnWindowFocus: true });
  const [hasLooked, setLooked] = useState(false);

  async function look() {
    await refetch();
    await router.invalidate();
    setLooked(true);
  }

  return (
    <>
      <Button size="md" loading={isFetching} onClick={() => void look()}>
        {t("lookAgain")}
      </Button>
      <Text size="sm" c="dimmed" role="status">
        {hasLooked && !isFetching ? t("stillTheSame") : ""}
      </Text>
    </>
  );
}
