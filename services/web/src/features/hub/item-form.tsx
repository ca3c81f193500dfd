import { Alert, Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { core, take } from "@/api/client";
import { fieldErrors, ProblemError, Unreachable } from "@/api/problem";
import { textLength } from "@/components/forms/text-length";
import { useLeaveWarning } from "@/components/forms/use-leave-warning";
import { ProblemNotice } from "@/components/states/problem-notice";

import { itemQuery, type PortfolioItem } from "./queries";
import "./strings";

const MAX_TEXT = 6000;

interface ItemFormProps {
  item: PortfolioItem;
  /** Opened by a press on this page, which is gone now. */
  takesFocus: boolean;
  onSaved: () => void;
  onCancel: () => void;
}

/** Write an item. An edit made elsewhere meanwhile is shown before anything is written over it. */
export function ItemForm({ item, takesFocus, onSaved, onCancel }: ItemFormProps) {
  const { t } = useTranslation("hub");
  const { t: common } = useTranslation();
  const queryClient = useQueryClient();
  const [text, setText] = useState(item.text);
  // The version the text on the page was begun from.
  const [version, setVersion] = useState(item.version);
  const [lack, setLack] = useState<string | undefined>();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (takesFocus) field.current?.focus();
  }, [takesFocus]);
  const saving = useMutation({
    mutationFn: () =>
      take(
        core.PATCH("/api/v1/portfolio/items/{item_id}", {
          params: { path: { item_id: item.id } },
          body: { text, version },
        }),
      ),
    onSuccess: (saved) => {
      queryClient.setQueryData(itemQuery(item.id).queryKey, saved);
      void queryClient.invalidateQueries({ queryKey: ["portfolio", "page"] });
      void queryClient.invalidateQueries({ queryKey: ["student"] });
      onSaved();
    },
    onError: (error) => {
      if (fieldErrors(error)["text"]) field.current?.focus();
      if (isConflict(error)) {
        void queryClient.invalidateQueries({ queryKey: itemQuery(item.id).queryKey });
      }
    },
  });
  const refused = fieldErrors(saving.error)["text"];
  const hasNewer = item.version > version;
  useLeaveWarning(text !== item.text, t("item.leave"));

  function submit(event: FormEvent) {
    event.preventDefault();
    if (saving.isPending) return;
    const found =
      text.trim() === ""
        ? t("item.empty")
        : textLength(text) > MAX_TEXT
          ? t("item.tooLong", { max: MAX_TEXT })
          : undefined;
    setLack(found);
    if (found) field.current?.focus();
    else saving.mutate();
  }

  function takeNewer() {
    setText(item.text);
    setVersion(item.version);
    saving.reset();
  }

  function keepMine() {
    setVersion(item.version);
    saving.reset();
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {hasNewer && (
          <Alert role="alert" color="amber" variant="light" title={t("item.newerTitle")}>
            <Text size="sm" c="var(--mantine-color-text)" style={{ whiteSpace: "pre-wrap" }}>
              {t("item.newer", { text: item.text })}
            </Text>
            <Group mt="sm">
              <Button size="md" variant="default" onClick={keepMine}>
                {t("item.keepMine")}
              </Button>
              <Button size="md" variant="default" onClick={takeNewer}>
                {t("item.takeNewer")}
              </Button>
            </Group>
          </Alert>
        )}
        <Textarea
          ref={field}
          label={t("item.label")}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setLack(undefined);
          }}
          error={lack ?? refused}
          autosize
          minRows={8}
          size="md"
        />
        <Text size="sm" c="dimmed">
          {t("item.length", { length: textLength(text), max: MAX_TEXT })}
        </Text>
        {saving.isError && !refused && !isConflict(saving.error) && (
          <>
            <ProblemNotice error={saving.error} onRetry={() => saving.mutate()} />
            <Text size="sm">
              {t("item.kept", { context: saving.error instanceof Unreachable ? "away" : "" })}
            </Text>
          </>
        )}
        <Group>
          <Button type="submit" size="md" loading={saving.isPending} disabled={hasNewer}>
            {common("save")}
          </Button>
          <Button
            size="md"
            variant="default"
            onClick={() => {
              if (text === item.text || confirm(t("item.leave"))) onCancel();
            }}
          >
            {common("cancel")}
          </Button>
          {text !== item.original_text && (
            <Button size="md" variant="subtle" onClick={() => setText(item.original_text)}>
              {t("item.original")}
            </Button>
          )}
        </Group>
        {hasNewer && (
          <Text size="sm" c="dimmed">
            {t("item.chooseFirst")}
          </Text>
        )}
      </Stack>
    </form>
  );
}

function isConflict(error: unknown): boolean {
  return error instanceof ProblemError && error.code === "item-changed";
}
