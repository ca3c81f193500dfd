import { Anchor, Box, Group } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Logo } from "@/components/logo";
import { useOnline } from "@/lib/use-online";

import classes from "./shell.module.css";

interface FrameProps {
  /** The page's navigation and menus, right of the logo. */
  bar?: ReactNode;
  children: ReactNode;
}

/** What stands around every page: skip link, bar, the offline line, the page itself. */
export function Frame({ bar, children }: FrameProps) {
  const { t } = useTranslation();
  return (
    <>
      <Anchor href="#main" className={classes.skip}>
        {t("skip")}
      </Anchor>
      <header className={classes.header}>
        <Group className={classes.bar} justify="space-between" gap="xs">
          <Link to="/" className={classes.home} aria-label={t("home")}>
            <Logo />
          </Link>
          {bar}
        </Group>
      </header>
      <OfflineLine />
      <Box component="main" id="main" tabIndex={-1} className={classes.main}>
        {children}
      </Box>
    </>
  );
}

function OfflineLine() {
  const { t } = useTranslation();
  const isOnline = useOnline();
  return (
    <div role="status" className={classes.offline} data-shown={!isOnline || undefined}>
      {isOnline ? "" : t("offline")}
    </div>
  );
}
