import { Modal } from "@mantine/core";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import classes from "./dialog.module.css";

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A modal dialog with a title. Its head is no `header` element: within a dialog that would be a
 * second banner of the page. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const { t } = useTranslation();
  useFocusBack();
  return (
    <Modal.Root opened onClose={onClose} centered size="lg" returnFocus={false}>
      <Modal.Overlay />
      <Modal.Content radius="lg">
        <div className={classes.head}>
          <Modal.Title fz="h3" fw={650}>
            {title}
          </Modal.Title>
          <Modal.CloseButton aria-label={t("common:close")} size={44} mt={-8} mr={-8} />
        </div>
        <Modal.Body className={classes.body}>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** The dialog is gone when it closes, so it gives the focus back itself: to what opened it, or to
 * the page where that is gone too. */
function useFocusBack(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      setTimeout(() => {
        const isAlive = opener instanceof HTMLElement && opener.isConnected;
        const target = isAlive && opener !== document.body ? opener : findPage();
        target?.focus({ preventScroll: true });
      });
    },
    [opener],
  );
}

function findPage(): HTMLElement | null {
  return document.querySelector<HTMLElement>("h1[tabindex]") ?? document.querySelector("main");
}
