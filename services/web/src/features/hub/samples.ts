import type { Action, Dashboard, Overview, PortfolioItem } from "./queries";

/** For tests: answers of core with what a test is about put in. */
export function action(given: Partial<Action> = {}): Action {
  return {
    type: "review_value_statement",
    title: "Put your value statement in your own words",
    reason: "statement-not-reviewed",
    evidence: { modules_done: null, modules_total: null, band: null, tie: null, item_id: null },
    urgency: "low",
    deadline: null,
    available_at: null,
    url: "/portfolio",
    score: { journey: 0, decision: 0, upkeep: 40, total: 40 },
    ...given,
  };
}

export function dashboard(given: Partial<Dashboard> = {}): Dashboard {
  return {
    journey: {
      step: "dashboard",
      epoch: 1,
      profiling_complete: true,
      foundations_complete: true,
    },
    today: { readiness: null, streak_days: null, goals_done: null, goals_total: null },
    future_self: {
      track: "grc",
      recommended_track: "defender",
      alignment_percent: 24.4,
      band: "low",
      tie: false,
      level: null,
      readiness_window: null,
    },
    next_actions: [action()],
    subscription: { tier: null },
    unread: null,
    reasons: {
      "/today/readiness": "no-source-yet",
      "/today/streak_days": "no-source-yet",
      "/today/goals_done": "no-source-yet",
      "/today/goals_total": "no-source-yet",
      "/future_self/readiness_window": "no-source-yet",
      "/future_self/level": "not-measured",
      "/subscription/tier": "no-source-yet",
      "/unread": "no-source-yet",
    },
    as_of: "2026-11-20T10:00:00Z",
    version: 3,
    ...given,
  };
}

export function overview(given: Partial<Overview> = {}): Overview {
  return {
    readiness: null,
    cohort_progress: null,
    subscription: { tier: null },
    quick_stats: { modules_done: 8, modules_total: 8, portfolio_items: 1 },
    reasons: { "/readiness": "no-source-yet", "/cohort_progress": "no-source-yet" },
    as_of: "2026-11-20T10:00:00Z",
    version: 3,
    ...given,
  };
}

export function item(given: Partial<PortfolioItem> = {}): PortfolioItem {
  return {
    id: "01a1f9a5-e1f7-7307-a046-763233f01b0c",
    kind: "value_statement",
    title: "My value statement",
    text: "The words so far.",
    original_text: "The first words.",
    version: 2,
    created_at: "2026-11-20T10:00:00Z",
    edited_at: null,
    ...given,
  };
}
