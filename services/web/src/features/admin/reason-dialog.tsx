import { Button, Checkbox, Group, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Dialog } from "@/components/dialog";
import { ProblemNotice } from "@/components/states/problem-notice";

import { isSameAddress } from "./erasure";

/** What one gives before the act. */
export interface Asked {
  /** What the words are for, and who reads them. */
  label: string;
  /** What to mind while writing them. */
  hint?: string;
  isOptional?: boolean;
  /** Another box to tick before the act, when it takes something from somebody. */
  confirmation?: string;
  /** An e-mail address to type before the act, when nothing brings back what it takes. */
  address?: string;
}

interface ReasonDialogProps extends Asked {
  title: string;
  action: string;
  isDanger?: boolean;
  isPending: boolean;
  error: unknown;
  onSubmit: (reason: string) => void;
  onClose: () => void;
  children?: ReactNode;
}

const MINIMUM = 3;

/** Ask for the reason of an act that is recorded, and say before what it will do. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { t } = useTranslation("admin");
  const [reason, setReason] = useState("");
  const [isConfirmed, setConfirmed] = useState(false);
  const [typed, setTyped] = useState("");
  const length = reason.trim().length;
  const missing = findMissing();
  const isReady = missing === null;

  function findMissing() {
    const isReasonGiven = length >= MINIMUM || (props.isOptional === true && length === 0);
    if (!isReasonGiven) return "atLeast";
    if (props.confirmation && !isConfirmed) return "confirmFirst";
    if (props.address && !isSameAddress(typed, props.address)) return "addressFirst";
    return null;
  }

  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) props.onSubmit(reason.trim());
        }}
      >
        <Stack>
          {props.children}
          <Textarea
            label={props.label}
            description={props.hint}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={1000}
            autosize
            minRows={2}
            data-autofocus
          />
          {props.confirmation && (
            <Checkbox
              label={props.confirmation}
              checked={isConfirmed}
              onChange={(event) => setConfirmed(event.currentTarget.checked)}
            />
          )}
          {props.address && (
            <TextInput
              label={t("reason.address")}
              description={props.address}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              inputMode="email"
              autoCapitalize="none"
              autoComplete="off"
              spellCheck={false}
            />
          )}
          {props.error !== null && <ProblemNotice error={props.error} />}
          <Group justify="flex-end">
            {missing && (
              <Text component="span" size="sm" c="dimmed" id="why-not">
                {t(`reason.${missing}`)}
              </Text>
            )}
            <Button variant="default" onClick={props.onClose}>
              {t("common:cancel")}
            </Button>
            <Button
              type="submit"
              color={props.isDanger ? "red" : undefined}
              loading={props.isPending}
              disabled={!isReady}
              aria-describedby={isReady ? undefined : "why-not"}
            >
              {props.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
