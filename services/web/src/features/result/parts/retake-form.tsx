import { Button, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { core, take } from "@/api/client";
import { fieldErrors } from "@/api/problem";
import { textLength } from "@/components/forms/text-length";
import { ProblemNotice } from "@/components/states/problem-notice";

import { LONGEST_REASON, SHORTEST_REASON } from "../model/retake";

/** Why one wishes to be profiled again. */
export function RetakeForm() {
  const { t } = useTranslation("result");
  const queryClient = useQueryClient();
  const field = useRef<HTMLTextAreaElement>(null);
  const [reason, setReason] = useState("");
  const [lack, setLack] = useState<string | undefined>();
  const ask = useMutation({
    mutationFn: () =>
      take(core.POST("/api/v1/profiler/retake-requests", { body: { reason: reason.trim() } })),
    onError: () => field.current?.focus(),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["result", "retakes"] }),
  });
  const fault = fieldErrors(ask.error).reason ?? lack;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const length = textLength(reason.trim());
    const found =
      length < SHORTEST_REASON
        ? t("retake.open.tooShort")
        : length > LONGEST_REASON
          ? t("retake.open.tooLong", { count: LONGEST_REASON })
          : undefined;
    setLack(found);
    if (found) field.current?.focus();
    else if (!ask.isPending) ask.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md" align="flex-start">
        <Text>{t("retake.open.text")}</Text>
        <Textarea
          ref={field}
          w="100%"
          rows={4}
          label={t("retake.open.reason")}
          description={t("retake.open.hint", { count: textLength(reason), limit: LONGEST_REASON })}
          value={reason}
          error={fault}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {ask.isError && !fault && <ProblemNotice error={ask.error} />}
        <Button type="submit" loading={ask.isPending}>
          {t("retake.open.ask")}
        </Button>
      </Stack>
    </form>
  );
}
