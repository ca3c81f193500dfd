import { Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { tracksQuery } from "@/api/tracks";
import { Panel } from "@/components/panel";
import { formatPercent } from "@/lib/format";

import { chooseCompared, listShares, type Result, type Track } from "../model/result-view";
import classes from "./compare.module.css";
import lists from "./lists.module.css";

interface CompareProps {
  result: Result;
  /** The track named in the address. */
  wished: string | undefined;
}

/** The recommended track beside another one, chosen in the address. */
export function Compare({ result, wished }: CompareProps) {
  const { t } = useTranslation("result");
  const { primary } = result.track;
  const other = chooseCompared(result.track, wished);
  const choices = listShares(result.track).filter((one) => one.track !== primary);
  return (
    <Panel labelledBy="compare">
      <Stack gap="md">
        <Title order={2} id="compare">
          {t("compare.title", { track: t(`common:track.${primary}`) })}
        </Title>
        <nav aria-label={t("compare.choose")} className={classes.choices}>
          {choices.map(({ track }) => (
            <Link
              key={track}
              to="/result"
              search={{ compare: track } as never}
              resetScroll={false}
              replace
              className={classes.choice}
              aria-current={track === other ? "true" : undefined}
            >
              {t(`common:track.${track}`)}
            </Link>
          ))}
        </nav>
        <div className={classes.pair} role="status">
          <TrackCard result={result} track={primary} isRecommended />
          <TrackCard result={result} track={other} isRecommended={false} />
        </div>
      </Stack>
    </Panel>
  );
}

interface TrackCardProps {
  result: Result;
  track: Track;
  isRecommended: boolean;
}

function TrackCard({ result, track, isRecommended }: TrackCardProps) {
  const { t } = useTranslation("result");
  const tracks = useQuery(tracksQuery);
  const about = tracks.data?.find((one) => one.track === track);
  const found = result.recommendations.find((one) => one.track === track);
  return (
    <div className={classes.card} data-track={track}>
      <Title order={3}>{about?.name ?? t(`common:track.${track}`)}</Title>
      <Text fw={600}>
        {formatPercent(result.track.match[track])}
        {isRecommended && ` · ${t("compare.recommended")}`}
      </Text>
      {about && <Text size="sm">{about.summary}</Text>}
      <ul className={lists.plain}>
        {found?.reasons.map((reason) => (
          <li key={reason}>
            <Text size="sm">{reason}</Text>
          </li>
        ))}
      </ul>
    </div>
  );
}
