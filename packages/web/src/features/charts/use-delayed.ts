import { useEffect, useState } from "react";

const CHANGE_AFTER_MS = 200;

/** A value that follows the hand at once and is handed on when it rests. */
export function useDelayed<T>(value: T, onChange: (value: T) => void): [T, (value: T) => void] {
  const [draft, setDraft] = useState(value);
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    setDraft(value);
  }
  useEffect(() => {
    if (draft === value) return;
    const timer = setTimeout(() => onChange(draft), CHANGE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [draft, value, onChange]);
  return [draft, setDraft];
}
