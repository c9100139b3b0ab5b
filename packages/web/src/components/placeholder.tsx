import styles from "./placeholder.module.css";

interface PlaceholderProps {
  /** What is being loaded, for those who can't see the moving lines. */
  readonly label: string;
  readonly lines?: number;
}

/** Stands in for content that is on its way. */
export function Placeholder({ label, lines = 6 }: PlaceholderProps) {
  return (
    <div className={styles["placeholder"]} role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, line) => (
        <span
          key={line}
          className={styles["line"]}
          style={{ width: `${92 - ((line * 29) % 45)}%` }}
        />
      ))}
    </div>
  );
}
