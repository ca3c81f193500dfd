import { Button, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Dialog } from "./dialog";
import { ProblemNotice } from "./states/problem-notice";

interface ConfirmDialogProps {
  isOpen: boolean;
  title: string;
  /** What the act does, in the button's own words ("Reset profiling"). */
  action: string;
  isDanger?: boolean;
  isPending: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
  /** What will happen, so that one knows before one agrees. */
  children: ReactNode;
}

/** Ask before something that cannot easily be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { t } = useTranslation();
  if (!props.isOpen) return null;
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <Stack>
        {props.children}
        {props.error !== undefined && props.error !== null && <ProblemNotice error={props.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose} data-autofocus>
            {t("common:cancel")}
          </Button>
          <Button
            color={props.isDanger ? "red" : undefined}
            loading={props.isPending}
            onClick={props.onConfirm}
          >
            {props.action}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
