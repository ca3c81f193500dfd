import { Anchor, Button, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Panel } from "@/components/panel";
import { Loaded } from "@/components/states/loaded";

import { EraseDialog } from "./erase-dialog";
import { erasureQuery, type Student } from "./queries";

/** Apart from the rest, without shouting. */
const LINE = "1px solid color-mix(in srgb, var(--mantine-color-error) 45%, var(--line))";

/** The end of everything, apart from all other acts: why not yet, or the way to it. */
export function ErasePanel({ student }: { student: Student }) {
  const { t } = useTranslation("admin");
  const erasure = useQuery(erasureQuery(student.id));
  const [isAsking, setAsking] = useState(false);
  return (
    <Panel labelledBy="erase" mt="xl" bd={LINE}>
      <Title order={2} id="erase" mb="md">
        {t("erase.open")}
      </Title>
      <Stack align="flex-start">
        <Text>{t("erase.text")}</Text>
        <Loaded query={erasure} lines={1}>
          {({ state, blocked_by: obstacle }) => (
            <>
              {obstacle && <Text>{t(`erase.blocked.${obstacle}`)}</Text>}
              {obstacle === "not-deactivated" && (
                <Anchor href="#account" py="xs">
                  {t("erase.toAccount")}
                </Anchor>
              )}
              {state === "possible" && (
                <Button variant="outline" color="red" onClick={() => setAsking(true)}>
                  {t("erase.ask")}
                </Button>
              )}
            </>
          )}
        </Loaded>
      </Stack>
      {isAsking && <EraseDialog student={student} onClose={() => setAsking(false)} />}
    </Panel>
  );
}
