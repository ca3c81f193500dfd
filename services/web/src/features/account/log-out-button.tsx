import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { ProblemNotice } from "@/components/states/problem-notice";

import "./strings";
import { useLogOut } from "./use-log-out";

/** The way out on pages where there is little else to do. */
export function LogOutButton() {
  const { t } = useTranslation();
  const leave = useLogOut();
  return (
    <>
      {leave.isError && <ProblemNotice error={leave.error} onRetry={() => leave.mutate()} />}
      <Button variant="default" size="md" loading={leave.isPending} onClick={() => leave.mutate()}>
        {t("logOut")}
      </Button>
    </>
  );
}
