import { Box, Text, Title } from "@mantine/core";
import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { parseSafeText, type Element, type Node } from "./safe-text";
import classes from "./reading.module.css";
import "./strings";

/** A text of the course. Its own first heading is left out: the page says it already. */
export function SafeText({ html }: { html: string }) {
  const nodes = parseSafeText(html);
  const [first, ...rest] = nodes;
  const isTitled = typeof first === "object" && first.tag === "h1";
  return <div className={classes.text}>{draw(isTitled ? rest : nodes)}</div>;
}

function draw(nodes: readonly Node[]): ReactNode {
  return nodes.map((node, place) =>
    typeof node === "string" ? (
      <Fragment key={place}>{node}</Fragment>
    ) : (
      <Drawn key={place} element={node} />
    ),
  );
}

function Drawn({ element: { tag, children } }: { element: Element }) {
  const { t } = useTranslation("foundations");
  switch (tag) {
    case "h1":
    case "h2":
      return <Title order={2}>{draw(children)}</Title>;
    case "h3":
      return <Title order={3}>{draw(children)}</Title>;
    case "p":
      return <Text component="p">{draw(children)}</Text>;
    case "pre":
      return (
        <Box component="pre" tabIndex={0} role="group" aria-label={t("module.listing")}>
          {draw(children)}
        </Box>
      );
    case "br":
    case "hr": {
      const Empty = tag;
      return <Empty />;
    }
    default: {
      const Plain = tag;
      return <Plain>{draw(children)}</Plain>;
    }
  }
}
