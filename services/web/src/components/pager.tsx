import { Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface PagerProps {
  /** A page's `next` and `previous` as the services give them: addresses with a cursor, or null. */
  page: { next: string | null; previous: string | null };
  onGo: (cursor: string | undefined) => void;
}

/** From page to page of a list, newest first. Shows nothing when there is but one page. */
export function Pager({ page, onGo }: PagerProps) {
  const { t } = useTranslation();
  if (!page.next && !page.previous) return null;
  return (
    <Group component="nav" aria-label={t("pages")} justify="space-between" mt="md">
      <Button
        variant="default"
        disabled={!page.previous}
        onClick={() => onGo(readCursor(page.previous))}
      >
        {t("newer")}
      </Button>
      <Button variant="default" disabled={!page.next} onClick={() => onGo(readCursor(page.next))}>
        {t("older")}
      </Button>
    </Group>
  );
}

/** The cursor in a page's address. */
export function readCursor(address: string | null): string | undefined {
  return new URLSearchParams(address?.split("?")[1] ?? "").get("cursor") ?? undefined;
}
