import { Button, type ButtonProps } from "@mantine/core";
import type { ComponentPropsWithRef } from "react";

type MenuButtonProps = ButtonProps & Omit<ComponentPropsWithRef<"button">, keyof ButtonProps>;

/** What a menu hangs on, before and after the menu itself is there. */
export function MenuButton(props: MenuButtonProps) {
  return (
    <Button
      variant="subtle"
      color="gray"
      px="sm"
      h={44}
      aria-haspopup="menu"
      aria-expanded={false}
      {...props}
    />
  );
}
