import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { i18next } from "@/lib/i18n";

import { placesQuery } from "../data/queries";
import { placeEvidence } from "../model/result-view";

interface EvidenceProps {
  ids: readonly string[];
  figures?: Readonly<Record<string, number>>;
}

/** What a sentence rests on, by the questions' places and by named figures. */
export function Evidence({ ids, figures = {} }: EvidenceProps) {
  const { t } = useTranslation("result");
  const { data } = useQuery(placesQuery);
  const { places, hasOwnWords, unknown } = placeEvidence(ids, data ?? {});
  const list = new Intl.ListFormat(i18next.language, { type: "conjunction" });
  const numbers = new Intl.NumberFormat(i18next.language, { maximumFractionDigits: 2 });
  const nameOf = (name: string) => {
    const track = /^match_percent_(.+)$/.exec(name)?.[1];
    if (track) return t("evidence.match", { track: t(`common:track.${track}`) });
    return t(`evidence.names.${name}`, { defaultValue: name.replaceAll("_", " ") });
  };
  const parts = [
    ...(places.length > 0
      ? [t("evidence.questions", { count: places.length, list: list.format(places.map(String)) })]
      : []),
    ...(hasOwnWords ? [t("evidence.words")] : []),
    // Before the questions are loaded, or for questions of an older set, the ids must do.
    ...(unknown.length > 0 ? [unknown.join(", ")] : []),
    ...Object.entries(figures).map(([name, value]) =>
      t("evidence.figure", { name: nameOf(name), value: numbers.format(value) }),
    ),
  ];
  if (parts.length === 0) return null;
  return (
    <Text component="span" display="block" size="sm" c="dimmed">
      {t("evidence.from", { parts: parts.join(" · ") })}
    </Text>
  );
}
