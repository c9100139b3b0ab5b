import { useCallback, useState } from "react";

function read(name: string): number | undefined {
  try {
    const number = Number.parseFloat(localStorage.getItem(name) ?? "");
    return Number.isFinite(number) ? number : undefined;
  } catch {
    // A browser may forbid it.
    return undefined;
  }
}

/** A number that this browser keeps for next time, such as a width that was dragged. */
export function useKeptNumber(name: string, usual: number): [number, (value: number) => void] {
  const [value, setValue] = useState(() => read(name) ?? usual);
  const keep = useCallback(
    (next: number) => {
      setValue(next);
      try {
        localStorage.setItem(name, String(next));
      } catch {
        // Then it holds while the page is open.
      }
    },
    [name],
  );
  return [value, keep];
}
