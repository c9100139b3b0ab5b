import { useSyncExternalStore } from "react";

const query = window.matchMedia("(max-width: 800px)");

/** Whether the window has no room for the experiments beside the page. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      query.addEventListener("change", onChange);
      return () => query.removeEventListener("change", onChange);
    },
    () => query.matches,
  );
}
