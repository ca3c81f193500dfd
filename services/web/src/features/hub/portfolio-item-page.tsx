import { Alert, Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { PageTitle } from "@/components/page-title";
import { Panel } from "@/components/panel";
import { EmptyState } from "@/components/states/empty-state";
import { Loaded } from "@/components/states/loaded";
import { formatDate } from "@/lib/format";

import classes from "./hub.module.css";
import { ItemForm } from "./item-form";
import { itemQuery, type PortfolioItem } from "./queries";
import "./strings";

/** One item: read it, or write it in one's own words. */
export function PortfolioItemPage() {
  const { t } = useTranslation("hub");
  const { itemId = "" }: { itemId?: string } = useParams({ strict: false });
  const item = useQuery(itemQuery(itemId));
  const title = item.data?.title ?? t(item.data === null ? "item.unknownTitle" : "portfolio.title");
  return (
    <Stack gap="lg" maw="var(--text-width)" mx="auto">
      <Anchor component={Link} to="/portfolio" py={12} size="sm">
        {t("item.all")}
      </Anchor>
      <PageTitle key={item.data ? itemId : "other"}>{title}</PageTitle>
      <Loaded query={item}>
        {(found) =>
          found ? (
            <Item item={found} />
          ) : (
            <EmptyState title={t("item.unknown")}>{t("item.unknownText")}</EmptyState>
          )
        }
      </Loaded>
    </Stack>
  );
}

function Item({ item }: { item: PortfolioItem }) {
  const { t } = useTranslation("hub");
  const search: { edit?: unknown } = useSearch({ strict: false });
  const navigate = useNavigate();
  const [isSaved, setSaved] = useState(false);
  const [isOpenedHere, setOpenedHere] = useState(false);
  const isEditing = search.edit === true;
  const wasEditing = useRef(isEditing);
  const savedNote = useRef<HTMLDivElement>(null);
  const editButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The form is gone with what was pressed in it: go on from what came of it.
    if (wasEditing.current && !isEditing) (savedNote.current ?? editButton.current)?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);

  function go(edit: boolean) {
    const to = `/portfolio/${item.id}`;
    void navigate({ to, search: edit ? { edit } : {}, replace: !edit, ignoreBlocker: true });
  }

  if (isEditing) {
    return (
      <ItemForm
        item={item}
        takesFocus={isOpenedHere}
        onSaved={() => {
          setSaved(true);
          go(false);
        }}
        onCancel={() => go(false)}
      />
    );
  }
  return (
    <Stack gap="md">
      {isSaved && (
        <Alert role="status" color="spruce" variant="light" ref={savedNote} tabIndex={-1}>
          <Text size="sm" c="var(--mantine-color-text)">
            {t("item.saved")}
          </Text>
        </Alert>
      )}
      <Panel>
        <Text className={classes.words}>{item.text}</Text>
      </Panel>
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {item.edited_at
            ? t("portfolio.edited", { date: formatDate(item.edited_at) })
            : t("portfolio.created", { date: formatDate(item.created_at) })}
        </Text>
        <Button
          ref={editButton}
          size="md"
          onClick={() => {
            setSaved(false);
            setOpenedHere(true);
            go(true);
          }}
        >
          {t("item.edit")}
        </Button>
      </Group>
    </Stack>
  );
}
