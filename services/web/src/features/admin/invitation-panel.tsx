import { Button, CopyButton, Group, Stack, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { components } from "@/api/generated/core";
import { Panel } from "@/components/panel";
import { formatInstant } from "@/lib/format";

/** A one-time link, shown this once, ready to be copied. */
export function InvitationPanel({ invitation }: { invitation: components["schemas"]["LinkOut"] }) {
  const { t } = useTranslation("admin");
  return (
    <Panel>
      <Stack gap="sm">
        <Text>{t("invitation.text", { until: formatInstant(invitation.expires_at) })}</Text>
        <Group align="flex-end">
          <TextInput
            label={t("invitation.link")}
            value={invitation.url}
            readOnly
            flex="1 1 16rem"
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyButton value={invitation.url}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {t(copied ? "invitation.copied" : "invitation.copy")}
              </Button>
            )}
          </CopyButton>
        </Group>
      </Stack>
    </Panel>
  );
}
