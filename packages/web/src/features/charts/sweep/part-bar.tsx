import styles from "./sweep-views.module.css";

/** A part of a whole as a bar, with its number. */
export function PartBar({ part, text }: { readonly part: number; readonly text: string }) {
  return (
    <span className={styles["bar"]}>
      <span className={styles["track"]}>
        <span className={styles["fill"]} style={{ width: `${part * 100}%` }} />
      </span>
      <span className={styles["barText"]}>{text}</span>
    </span>
  );
}
