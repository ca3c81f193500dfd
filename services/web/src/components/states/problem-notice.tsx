import { Alert, Anchor, Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { isPassing, ProblemError, Unreachable } from "@/api/problem";

interface ProblemNoticeProps {
  error: unknown;
  /** Offered when trying again may help. */
  onRetry?: () => void;
}

/** What went wrong in words, what to do, and the request's id for whoever helps. The words are the
 * service's, save where we have better ones for its code. */
export function ProblemNotice({ error, onRetry }: ProblemNoticeProps) {
  const { t } = useTranslation();
  const problem = error instanceof ProblemError ? error : null;
  const isAway = error instanceof Unreachable;
  const words = (of: "title" | "detail") =>
    problem && t(`problem.of.${problem.code}.${of}`, { defaultValue: problem[of] });
  const title = isAway ? t("problem.awayTitle") : (words("title") ?? t("problem.ownTitle"));
  const detail = isAway ? t("problem.away") : (words("detail") ?? t("problem.own"));
  return (
    <Alert
      role="alert"
      color={isAway ? "amber" : "red"}
      variant="light"
      title={title}
      styles={{ message: { color: "var(--mantine-color-text)" } }}
    >
      {detail !== title && <Text size="sm">{detail}</Text>}
      {problem?.retryAfterS !== null && problem?.retryAfterS !== undefined && (
        <Text size="sm">{t("problem.wait", { count: Math.ceil(problem.retryAfterS) })}</Text>
      )}
      <Group mt="sm" gap="md">
        {onRetry && (isPassing(error) || !problem) && (
          <Button size="sm" variant="default" onClick={onRetry}>
            {t("problem.retry")}
          </Button>
        )}
        {problem && problem.page.startsWith("http") && (
          <Anchor size="sm" href={problem.page} target="_blank" rel="noreferrer">
            {t("problem.more")}
          </Anchor>
        )}
        {problem?.requestId && (
          <Text size="xs" c="dimmed">
            {t("problem.request", { id: problem.requestId })}
          </Text>
        )}
      </Group>
    </Alert>
  );
}
