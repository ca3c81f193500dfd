import { LinkPage } from "./link-page";

/** A new password by a mailed link. */
export function ResetPasswordPage() {
  return <LinkPage kind="reset" />;
}
