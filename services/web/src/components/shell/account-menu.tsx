import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { meQuery } from "@/api/queries";

import { MenuButton } from "./menu-button";
import { useMenus } from "./use-menus";

/** The account's button; its menu follows. */
export function AccountMenu() {
  const { t } = useTranslation();
  const { data: me } = useQuery(meQuery);
  const [menus, load] = useMenus();
  const [isAsked, setAsked] = useState(false);
  if (!me) return null;
  if (menus) return <menus.AccountMenuList me={me} isAsked={isAsked} />;
  const ask = () => {
    setAsked(true);
    load();
  };
  return (
    <MenuButton onClick={ask}>
      {me.user.first_name || me.user.email}
      <span className="visually-hidden">, {t("account")}</span>
    </MenuButton>
  );
}
