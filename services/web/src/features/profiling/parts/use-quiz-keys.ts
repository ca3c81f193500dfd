import { useEffect, useRef, useState } from "react";

interface QuizKeys {
  /** A number key from 1 to 5; null while they are switched off. */
  onNumber: ((place: number) => void) | null;
  onEnter: () => void;
  onBack: () => void;
}

/** The keys of a question, wherever the focus is, except where it stands in something to type in
 * or to press. */
export function useQuizKeys(keys: QuizKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.defaultPrevented || isTyping(event.target)) return;
      const { onNumber, onEnter, onBack } = latest.current;
      if (/^[1-5]$/.test(event.key) && onNumber) onNumber(Number(event.key));
      else if (event.key === "Backspace") onBack();
      else if (event.key === "Enter" && !isPressable(event.target)) onEnter();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== "radio";
  return target.isContentEditable || target.matches("textarea, select, [role=menu] *");
}

function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("a, button, summary") !== null;
}

// For as long as the page lives: nobody should have to switch them off at each question.
let areOn = true;

/** Whether the number keys answer (a single-key shortcut must be possible to switch off). */
export function useNumberKeys(): [boolean, () => void] {
  const [isOn, setIsOn] = useState(areOn);
  const toggle = () => {
    areOn = !isOn;
    setIsOn(areOn);
  };
  return [isOn, toggle];
}
