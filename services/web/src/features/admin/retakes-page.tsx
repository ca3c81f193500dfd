import { Anchor, Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { core, take } from "@/api/client";
import { PageTitle } from "@/components/page-title";
import { Pager } from "@/components/pager";
import { Panel } from "@/components/panel";
import { EmptyState } from "@/components/states/empty-state";
import { Loaded } from "@/components/states/loaded";
import { formatInstant } from "@/lib/format";

import { retakesQuery, type Retake } from "./queries";
import { ReasonDialog } from "./reason-dialog";
import { readRetakesSearch, SHOWN_STATES } from "./search";
import "./strings";

/** Who asks for another profiling, and the decision. */
export function RetakesPage() {
  const { t } = useTranslation("admin");
  const { state = "pending", cursor } = readRetakesSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const query = useQuery(retakesQuery(state === "all" ? undefined : state, cursor));
  const go = (search: object) =>
    void navigate({ to: "/admin/retakes", search: { state, ...search } as never });
  return (
    <Stack gap="lg">
      <PageTitle>{t("retakes.title")}</PageTitle>
      <Text c="dimmed" maw="var(--text-width)">
        {t("retakes.text")}
      </Text>
      <NativeSelect
        label={t("retakes.state")}
        maw="16rem"
        value={state}
        onChange={(event) => go({ state: event.currentTarget.value })}
        data={SHOWN_STATES.map((one) => ({
          value: one,
          label: t(`retakes.is.${one}`),
        }))}
      />
      <Loaded query={query} lines={4}>
        {(page) =>
          page.results.length === 0 ? (
            <EmptyState title={t("retakes.none")}>{t("retakes.noneText")}</EmptyState>
          ) : (
            <>
              {page.results.map((request) => (
                <Request key={request.id} request={request} />
              ))}
              <Pager page={page} onGo={(to) => go({ cursor: to })} />
            </>
          )
        }
      </Loaded>
    </Stack>
  );
}

function Request({ request }: { request: Retake }) {
  const { t } = useTranslation("admin");
  const [deciding, setDeciding] = useState<"approve" | "decline" | null>(null);
  const { learner } = request;
  return (
    <Panel>
      <Stack gap="sm">
        <Group justify="space-between">
          <Anchor
            component={Link}
            to="/admin/students/$studentId"
            params={{ studentId: learner.id } as never}
            fw={600}
          >
            {learner.first_name} {learner.last_name}
          </Anchor>
          <Text size="sm" c="dimmed">
            {t(`retakes.is.${request.state}`)} · {formatInstant(request.requested_at)}
          </Text>
        </Group>
        <Text>{request.reason}</Text>
        {request.answer && (
          <Text c="dimmed">{t("retakes.answered", { answer: request.answer })}</Text>
        )}
        {request.state === "pending" && (
          <Group>
            <Button onClick={() => setDeciding("approve")}>{t("retakes.approve")}</Button>
            <Button variant="default" onClick={() => setDeciding("decline")}>
              {t("retakes.decline")}
            </Button>
          </Group>
        )}
        {deciding && (
          <Decision request={request} kind={deciding} onClose={() => setDeciding(null)} />
        )}
      </Stack>
    </Panel>
  );
}

interface DecisionProps {
  request: Retake;
  kind: "approve" | "decline";
  onClose: () => void;
}

function Decision({ request, kind, onClose }: DecisionProps) {
  const { t } = useTranslation("admin");
  const queryClient = useQueryClient();
  const params = { path: { request_id: request.id } };
  const decide = useMutation({
    mutationFn: (answer: string) =>
      kind === "approve"
        ? take(
            core.POST("/api/v1/admin/retake-requests/{request_id}/approve", {
              params,
              body: { answer: answer || null },
            }),
          )
        : take(
            core.POST("/api/v1/admin/retake-requests/{request_id}/decline", {
              params,
              body: { answer },
            }),
          ),
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: ["admin"] });
    },
  });
  return (
    <ReasonDialog
      title={t(`retakes.${kind}Title`, { name: request.learner.first_name })}
      action={t(`retakes.${kind}`)}
      label={t(`retakes.${kind}Label`)}
      isOptional={kind === "approve"}
      isPending={decide.isPending}
      error={decide.error}
      onSubmit={(answer) => decide.mutate(answer)}
      onClose={onClose}
    >
      <Text>{t(`retakes.${kind}Text`)}</Text>
    </ReasonDialog>
  );
}
