import { Box, type BoxProps } from "@mantine/core";
import type { ReactNode } from "react";

import classes from "./panel.module.css";

interface PanelProps extends BoxProps {
  children: ReactNode;
  /** The id of the panel's heading, when it has one: then it is a landmark. */
  labelledBy?: string;
}

/** A raised surface that holds one matter. */
export function Panel({ children, labelledBy, ...box }: PanelProps) {
  return (
    <Box
      component={labelledBy ? "section" : "div"}
      aria-labelledby={labelledBy}
      className={classes.panel}
      {...box}
    >
      {children}
    </Box>
  );
}
