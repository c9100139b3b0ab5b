import { SearchIcon } from "./icons.tsx";
import styles from "./search-box.module.css";

interface SearchBoxProps {
  /** What is searched: "params". */
  readonly what: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A small field that narrows down the list below it. */
export function SearchBox({ what, value, onChange }: SearchBoxProps) {
  return (
    <span className={styles["box"]}>
      <SearchIcon size={13} />
      <input
        type="search"
        className={styles["input"]}
        aria-label={`Search ${what}`}
        placeholder={`Search ${what}`}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </span>
  );
}
