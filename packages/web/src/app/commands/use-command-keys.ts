import { useEffect } from "react";
import { askForCommand, showKeys } from "./ask-commands.tsx";

/** The keys that work on every page: Ctrl+K or ⌘K for commands, `?` for the list of all keys. */
export function useCommandKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      const hasModifier = event.ctrlKey || event.metaKey;
      if (hasModifier && event.key.toLowerCase() === "k") {
        event.preventDefault();
        askForCommand();
      } else if (!hasModifier && event.key === "?" && !isTyping(event.target)) {
        event.preventDefault();
        showKeys();
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !/^(checkbox|radio|range)$/.test(target.type);
  return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName);
}
