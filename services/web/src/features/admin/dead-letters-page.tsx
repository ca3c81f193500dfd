import { Alert, Button, Checkbox, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { PageTitle } from "@/components/page-title";
import { Pager } from "@/components/pager";
import { EmptyState } from "@/components/states/empty-state";
import { Loaded } from "@/components/states/loaded";
import { ProblemNotice } from "@/components/states/problem-notice";
import { formatInstant } from "@/lib/format";

import classes from "./list.module.css";
import { lettersQuery, replayLetters, type Letter, type LetterPage } from "./queries";
import { readLettersSearch, type Service } from "./search";
import "./strings";

/** What could not be delivered between the services, and sending it again. */
export function DeadLettersPage() {
  const { t } = useTranslation("admin");
  const { service = "profiler", cursor } = readLettersSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const query = useQuery(lettersQuery(service, cursor));
  const go = (search: object) =>
    void navigate({ to: "/admin/dead-letters", search: { service, ...search } as never });
  return (
    <Stack gap="lg">
      <PageTitle>{t("letters.title")}</PageTitle>
      <Text c="dimmed" maw="var(--text-width)">
        {t("letters.text")}
      </Text>
      <SegmentedControl
        aria-label={t("letters.service")}
        maw="28rem"
        value={service}
        onChange={(value) => go({ service: value, cursor: undefined })}
        data={(["profiler", "core"] as const).map((one) => ({
          value: one,
          label: t(`letters.of.${one}`),
        }))}
      />
      <Loaded query={query} lines={4}>
        {(page) =>
          page.results.length === 0 ? (
            <EmptyState title={t("letters.none")}>{t("letters.noneText")}</EmptyState>
          ) : (
            <>
              <Letters key={service} service={service} page={page} />
              <Pager page={page} onGo={(to) => go({ cursor: to })} />
            </>
          )
        }
      </Loaded>
    </Stack>
  );
}

function Letters({ service, page }: { service: Service; page: LetterPage }) {
  const { t } = useTranslation("admin");
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const ids = page.results.map((letter) => letter.id).filter((id) => chosen.has(id));
  const replay = useMutation({
    mutationFn: () => replayLetters(service, ids),
    onSuccess: async () => {
      setChosen(new Set());
      await queryClient.invalidateQueries({ queryKey: ["admin", "letters"] });
    },
  });
  const toggle = (id: string) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  return (
    <Stack gap="sm">
      <Group>
        <Button
          disabled={ids.length === 0}
          loading={replay.isPending}
          onClick={() => replay.mutate()}
        >
          {t("letters.replay", { count: ids.length })}
        </Button>
        {ids.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("letters.chooseFirst")}
          </Text>
        )}
      </Group>
      {replay.isError && <ProblemNotice error={replay.error} />}
      <div role="status">
        {replay.data && (
          <Alert color="spruce">
            {t("letters.replayed", { count: replay.data.replayed.length })}
          </Alert>
        )}
      </div>
      <ul className={classes.list} aria-label={t("letters.title")}>
        {page.results.map((letter) => (
          <Row
            key={letter.id}
            letter={letter}
            service={service}
            isChosen={chosen.has(letter.id)}
            onToggle={() => toggle(letter.id)}
          />
        ))}
      </ul>
    </Stack>
  );
}

interface RowProps {
  letter: Letter;
  service: Service;
  isChosen: boolean;
  onToggle: () => void;
}

function Row({ letter, service, isChosen, onToggle }: RowProps) {
  const { t } = useTranslation("admin");
  return (
    <li className={classes.row}>
      <Group wrap="nowrap">
        <Checkbox
          checked={isChosen}
          onChange={onToggle}
          aria-label={t("letters.choose", { type: letter.type, id: letter.id })}
        />
        <Link
          to="/admin/dead-letters/$service/$letterId"
          params={{ service, letterId: letter.id } as never}
          className={classes.link}
        >
          <span className={classes.name}>{letter.type}</span>
          <Text component="span" size="sm" c="dimmed">
            {letter.reason ?? t("letters.noReason")}
          </Text>
        </Link>
      </Group>
      <Text component="span" size="sm" c="dimmed">
        {t("letters.attempts", { count: letter.attempts })}
        {letter.givenUpAt && ` · ${formatInstant(letter.givenUpAt)}`}
      </Text>
    </li>
  );
}
