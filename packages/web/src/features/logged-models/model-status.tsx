import { CheckIcon, ClockIcon, CrossIcon } from "../../components/icons.tsx";
import styles from "./model-status.module.css";

const WORDS: Readonly<Record<string, string>> = {
  LOGGED_MODEL_READY: "Ready",
  LOGGED_MODEL_PENDING: "Pending",
  LOGGED_MODEL_UPLOAD_FAILED: "Upload failed",
};

/** Whether a logged model's files are all there, as an icon and a word. */
export function ModelStatus({ status }: { readonly status: string }) {
  const isReady = status === "LOGGED_MODEL_READY";
  const isFailed = status === "LOGGED_MODEL_UPLOAD_FAILED";
  return (
    <span className={styles["status"]} data-tone={isReady ? "good" : isFailed ? "bad" : "idle"}>
      {isReady ? (
        <CheckIcon size={14} />
      ) : isFailed ? (
        <CrossIcon size={14} />
      ) : (
        <ClockIcon size={14} />
      )}
      {WORDS[status] ?? status}
    </span>
  );
}
