import { useQuery } from "@tanstack/react-query";

import { LoadingShape } from "@/components/states/loaded";

import { moduleQuery, statusQuery, type Module } from "./queries";
import { SafeText } from "./safe-text-view";

/** The course's own words about a part that has its page here. Helpful, never in the way: when it
 * cannot be loaded the page works without it. */
export function IntroText({ type }: { type: Module["type"] }) {
  const { data: course } = useQuery(statusQuery);
  const id = course?.modules.find((module) => module.type === type)?.id;
  const text = useQuery({ ...moduleQuery(id ?? ""), enabled: id !== undefined });
  if (text.data) return <SafeText html={text.data.html} />;
  return text.isLoading ? <LoadingShape lines={3} /> : null;
}
