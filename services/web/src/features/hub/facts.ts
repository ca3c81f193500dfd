import type { Dashboard, Overview, Reason } from "./queries";

/** One thing the dashboard may know: its value as the service gives it, or why it is unknown. */
export interface Fact {
  name: string;
  value: number | string | null;
  reason: Reason | null;
}

type Reasons = Readonly<Record<string, Reason>>;

function fact(name: string, value: number | string | null | undefined, reason?: Reason): Fact {
  return { name, value: value ?? null, reason: reason ?? null };
}

/** What the dashboard says of today and around it, in the order it is shown. */
export function dashboardFacts(dashboard: Dashboard, overview: Overview | undefined): Fact[] {
  const { today, subscription, unread } = dashboard;
  const why: Reasons = dashboard.reasons;
  const found = [
    fact("readiness", today.readiness, why["/today/readiness"]),
    fact("window", dashboard.future_self.readiness_window, why["/future_self/readiness_window"]),
    fact("streak", today.streak_days, why["/today/streak_days"]),
    fact("goalsDone", today.goals_done, why["/today/goals_done"]),
    fact("goalsTotal", today.goals_total, why["/today/goals_total"]),
    fact("unread", unread, why["/unread"]),
    fact("tier", subscription.tier, why["/subscription/tier"]),
  ];
  if (overview) {
    found.push(fact("cohort", overview.cohort_progress, overview.reasons["/cohort_progress"]));
  }
  return found;
}

export interface Unknown {
  reason: Reason | null;
  names: string[];
}

/** The facts with a value, and the others by the reason why they have none. */
export function sortFacts(facts: readonly Fact[]): { known: Fact[]; unknown: Unknown[] } {
  const unknown: Unknown[] = [];
  for (const { name, value, reason } of facts) {
    if (value !== null) continue;
    const same = unknown.find((one) => one.reason === reason);
    if (same) same.names.push(name);
    else unknown.push({ reason, names: [name] });
  }
  return { known: facts.filter(({ value }) => value !== null), unknown };
}
