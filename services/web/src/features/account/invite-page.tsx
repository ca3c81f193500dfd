import { LinkPage } from "./link-page";

/** The first password of an invited account. */
export function InvitePage() {
  return <LinkPage kind="invite" />;
}
