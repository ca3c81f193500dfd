import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { meQuery } from "@/api/queries";

import { LazyMenu } from "./lazy-menu";

/** Who is logged in, their other places, appearance, settings and the way out. */
export function AccountMenu() {
  const { t } = useTranslation();
  const { data: me } = useQuery(meQuery);
  if (!me) return null;
  const name = (
    <>
      {me.user.first_name || me.user.email}
      <span className="visually-hidden">, {t("account")}</span>
    </>
  );
  return (
    <LazyMenu label={name}>
      {({ AccountMenuList }, isAsked) => <AccountMenuList me={me} isAsked={isAsked} label={name} />}
    </LazyMenu>
  );
}
