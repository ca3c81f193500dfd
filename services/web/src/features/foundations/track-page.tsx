import { Anchor, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { PageTitle } from "@/components/page-title";
import { Panel } from "@/components/panel";
import { Loaded } from "@/components/states/loaded";
import { formatDate } from "@/lib/format";

import { statusQuery, type CourseStatus } from "./queries";
import "./strings";
import { TrackForm } from "./track-form";
import { useResetWatch } from "./use-reset-watch";

/** The decision: the recommended track, or another one with a reason. */
export function TrackPage() {
  const { t } = useTranslation("foundations");
  const status = useQuery(statusQuery);
  useResetWatch(status.error);
  return (
    <Stack gap="lg" maw="var(--text-width)" mx="auto">
      <Anchor component={Link} to="/foundations" py={12} size="sm">
        {t("module.all")}
      </Anchor>
      <PageTitle>{t("track.title")}</PageTitle>
      <Loaded query={status} lines={6}>
        {(course) => (course.complete ? <Chosen course={course} /> : <TrackForm course={course} />)}
      </Loaded>
    </Stack>
  );
}

function Chosen({ course }: { course: CourseStatus }) {
  const { t } = useTranslation("foundations");
  const { t: common } = useTranslation();
  const { confirmed, recommended, confirmed_at, reason } = course.track;
  return (
    <Panel>
      <Stack gap="xs">
        <Text fw={600} size="lg">
          {t("track.yours", {
            track: confirmed ? common(`track.${confirmed}`) : common("unknown"),
          })}
        </Text>
        {confirmed_at && (
          <Text c="dimmed">{t("track.on", { date: formatDate(confirmed_at) })}</Text>
        )}
        <Text>{t("track.recommendedWas", { track: common(`track.${recommended}`) })}</Text>
        {reason && <Text>{t("track.reasonWas", { reason })}</Text>}
        <Text c="dimmed">{t("track.fixed")}</Text>
        <Anchor component={Link} to="/result" py={12}>
          {t("track.why")}
        </Anchor>
      </Stack>
    </Panel>
  );
}
