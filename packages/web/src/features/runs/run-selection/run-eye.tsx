import { EyeIcon, EyeOffIcon } from "../../../components/icons.tsx";
import { cutText } from "../../../format/cut-text.ts";
import styles from "./run-eye.module.css";

interface RunEyeProps {
  readonly runName: string;
  /** Its colour in the charts, while it is drawn there. */
  readonly color: string | undefined;
  readonly onToggle: () => void;
}

/** Shows or hides a run in the charts; an open eye has the run's colour. */
export function RunEye({ runName, color, onToggle }: RunEyeProps) {
  const isShown = color !== undefined;
  return (
    <button
      type="button"
      className={styles["eye"]}
      aria-pressed={isShown}
      aria-label={`Draw ${cutText(runName, 60)}`}
      title={isShown ? "Hide in charts" : "Show in charts"}
      style={isShown ? { color } : undefined}
      onClick={onToggle}
    >
      {isShown ? <EyeIcon size={14} /> : <EyeOffIcon size={14} />}
      <span className={styles["swatch"]} />
    </button>
  );
}
