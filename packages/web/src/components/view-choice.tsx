import type { ReactNode } from "react";
import styles from "./view-choice.module.css";

interface ViewChoiceProps<View extends string> {
  /** What is chosen between, as assistive technology names the group. */
  readonly label: string;
  /** The views there are, with the words for them. */
  readonly views: Readonly<Partial<Record<View, ReactNode>>>;
  readonly view: View;
  readonly onChoose: (view: View) => void;
}

/** Buttons side by side of which one is pressed. */
export function ViewChoice<View extends string>(props: ViewChoiceProps<View>) {
  const { label, views, view, onChoose } = props;
  return (
    <div className={styles["switch"]} role="group" aria-label={label}>
      {entriesOf(views).map(([one, words]) => (
        <button
          key={one}
          type="button"
          className={styles["choice"]}
          aria-pressed={one === view}
          onClick={() => onChoose(one)}
        >
          {words}
        </button>
      ))}
    </div>
  );
}

/** `Object.entries` forgets what the keys are. */
function entriesOf<Key extends string>(
  record: Readonly<Partial<Record<Key, ReactNode>>>,
): [Key, ReactNode][] {
  return Object.entries(record) as [Key, ReactNode][];
}
