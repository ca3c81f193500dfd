import { useMutation, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Dialog } from "@/components/dialog";
import { Loaded } from "@/components/states/loaded";

import { ReasonDialog, type Asked } from "./reason-dialog";
import { useIdempotencyKey } from "./use-idempotency-key";

interface Sending {
  reason: string;
  headers: Record<string, string>;
}

interface ActDialogProps<T> extends Omit<Asked, "label"> {
  title: string;
  action: string;
  isDanger?: boolean;
  /** What the act would do, as core tells it now. */
  preview: UseQueryResult<T>;
  /** Said in place of everything else where there is nothing to do. */
  obstacle?: ReactNode;
  onSend: (act: Sending) => Promise<unknown>;
  onClose: () => void;
  children: (preview: T) => ReactNode;
}

/** An act that takes something from a student: first what it would do, then its reason, then the
 * act. Afterwards whatever an administrator sees is asked for anew. */
export function ActDialog<T>(props: ActDialogProps<T>) {
  const { title, preview, obstacle, onSend, onClose, children, ...asked } = props;
  const { t } = useTranslation("admin");
  const queryClient = useQueryClient();
  const key = useIdempotencyKey();
  const act = useMutation({
    mutationFn: (reason: string) => onSend({ reason, headers: key.headers() }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["admin"] });
      onClose();
    },
    onError: (error) => {
      key.renewAfter(error);
      void preview.refetch();
    },
  });
  if (obstacle || preview.data === undefined) {
    return (
      <Dialog title={title} onClose={onClose}>
        {obstacle || (
          <Loaded query={preview} lines={3}>
            {() => null}
          </Loaded>
        )}
      </Dialog>
    );
  }
  return (
    <ReasonDialog
      {...asked}
      title={title}
      label={t("reason.audit")}
      isPending={act.isPending}
      error={act.error}
      onSubmit={(reason) => act.mutate(reason)}
      onClose={onClose}
    >
      {children(preview.data)}
    </ReasonDialog>
  );
}
