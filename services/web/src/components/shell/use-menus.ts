import { useCallback, useEffect, useState } from "react";

type Menus = typeof import("./menus");

/** The menus weigh more than the page that holds them, so they come after it: once the browser has
 * nothing else to do, or when somebody asks first. Null until then, and without a network. */
export function useMenus(): [Menus | null, () => void] {
  const [menus, setMenus] = useState<Menus | null>(null);
  const load = useCallback(() => {
    import("./menus").then(setMenus).catch(() => undefined);
  }, []);
  useEffect(() => {
    const timer = setTimeout(load, 1500);
    return () => clearTimeout(timer);
  }, [load]);
  return [menus, load];
}
