import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { MenuButton } from "./menu-button";

type Menus = typeof import("./menus");

interface LazyMenuProps {
  label: ReactNode;
  /** The menu once it is there; `isAsked` opens it as it comes. */
  children: (menus: Menus, isAsked: boolean) => ReactNode;
}

const AFTER_THE_PAGE_MS = 1500;

/** The menus weigh more than the page that holds them, so they come after it, or when somebody asks
 * first. Where the focus is on the button, it stays there while the button gets its menu. */
export function LazyMenu({ label, children }: LazyMenuProps) {
  const { t } = useTranslation();
  const [menus, setMenus] = useState<Menus | null>(null);
  const [state, setState] = useState<"resting" | "asked" | "failed">("resting");
  const place = useRef<HTMLSpanElement>(null);
  const hadFocus = useRef(false);
  const load = () =>
    import("./menus").then((found) => {
      hadFocus.current = place.current?.contains(document.activeElement) ?? false;
      setMenus(found);
    });
  useEffect(() => {
    const timer = setTimeout(() => void load().catch(() => undefined), AFTER_THE_PAGE_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (menus && hadFocus.current) place.current?.querySelector("button")?.focus();
  }, [menus]);
  const ask = () => {
    setState("asked");
    load().catch(() => setState("failed"));
  };
  return (
    <span ref={place}>
      {menus ? (
        children(menus, state === "asked")
      ) : (
        <MenuButton onClick={ask}>{state === "failed" ? t("menuAway") : label}</MenuButton>
      )}
    </span>
  );
}
