import { Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";

import { PageTitle } from "@/components/page-title";
import { Panel } from "@/components/panel";

import classes from "./account.module.css";

interface AccountCardProps {
  title: string;
  lead?: string;
  children: ReactNode;
}

/** A page with one matter: its title, a sentence, what to do. */
export function AccountCard({ title, lead, children }: AccountCardProps) {
  return (
    <div className={classes.narrow}>
      <Panel>
        <Stack gap="md">
          <PageTitle>{title}</PageTitle>
          {lead && <Text c="dimmed">{lead}</Text>}
          {children}
        </Stack>
      </Panel>
    </div>
  );
}
