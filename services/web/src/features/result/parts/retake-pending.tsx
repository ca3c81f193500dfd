import { Button, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { core, take } from "@/api/client";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { formatInstant } from "@/lib/format";

import type { Request } from "../model/retake";

/** A request that waits for its decision, and the way to take it back. */
export function RetakePending({ request }: { request: Request }) {
  const { t } = useTranslation("result");
  const queryClient = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const withdraw = useMutation({
    mutationFn: () =>
      take(
        core.POST("/api/v1/profiler/retake-requests/{request_id}/withdraw", {
          params: { path: { request_id: request.id } },
        }),
      ),
    onSuccess: async () => {
      setIsAsking(false);
      await queryClient.invalidateQueries({ queryKey: ["result", "retakes"] });
    },
  });
  return (
    <Stack gap="sm" align="flex-start" role="status">
      <Text>{t("retake.pending.text", { instant: formatInstant(request.requested_at) })}</Text>
      <Text>{t("retake.pending.reason", { reason: request.reason })}</Text>
      <Button variant="default" onClick={() => setIsAsking(true)}>
        {t("retake.pending.withdraw")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("retake.pending.confirmTitle")}
        action={t("retake.pending.withdraw")}
        isPending={withdraw.isPending}
        error={withdraw.error}
        onConfirm={() => withdraw.mutate()}
        onClose={() => setIsAsking(false)}
      >
        <Text>{t("retake.pending.confirm")}</Text>
      </ConfirmDialog>
    </Stack>
  );
}
