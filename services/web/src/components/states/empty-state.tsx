import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface EmptyStateProps {
  title: string;
  children?: ReactNode;
  /** What one can do about it. */
  action?: ReactNode;
}

/** Nothing is here, why that is, and what to do. Never looks like loading or like an error. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <Stack align="center" gap="xs" py="xl" px="md" ta="center">
      <svg width="72" height="56" viewBox="0 0 72 56" aria-hidden="true" focusable="false">
        <path
          d="M6 46c14 0 18-8 24-17S46 12 62 10"
          fill="none"
          stroke="var(--line)"
          strokeWidth="4"
          strokeLinecap="round"
          strokeDasharray="1 9"
        />
        <circle cx="6" cy="46" r="5" fill="var(--mantine-primary-color-filled)" />
        <circle cx="63" cy="10" r="6" fill="none" stroke="var(--accent)" strokeWidth="3" />
      </svg>
      <Title order={2} size="h3">
        {title}
      </Title>
      {children && (
        <Text c="dimmed" maw="34rem">
          {children}
        </Text>
      )}
      {action}
    </Stack>
  );
}
