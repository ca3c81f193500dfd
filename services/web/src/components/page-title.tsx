import { Title } from "@mantine/core";
import { useEffect, useRef } from "react";

import { useTitle } from "@/lib/use-title";

let isFirstPage = true;

/** The page's one h1. It names the tab, and after a navigation takes the focus, so that a screen
 * reader says where one has come and the keyboard goes on from here. */
export function PageTitle({ children, name }: { children: string; name?: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(name ?? children);
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus({ preventScroll: true });
    isFirstPage = false;
  }, []);
  return (
    <Title order={1} ref={heading} tabIndex={-1}>
      {children}
    </Title>
  );
}
