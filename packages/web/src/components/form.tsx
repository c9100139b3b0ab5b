import type { ReactNode, SubmitEvent } from "react";
import styles from "./form.module.css";

interface FormProps {
  readonly children: ReactNode;
  /** What is wrong with no field in particular. */
  readonly fault?: string | undefined;
  /** The word on the button that does it. */
  readonly deed: string;
  readonly isDangerous?: boolean;
  readonly isBusy: boolean;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
}

/** Fields of a dialog, with the button that does it and the one that does not. */
export function Form(props: FormProps) {
  const { children, fault, deed, isDangerous = false, isBusy, onSubmit, onCancel } = props;
  return (
    <form
      className={styles["form"]}
      // Faults are told in words of ours, at their field.
      noValidate
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        if (!isBusy) onSubmit();
      }}
    >
      {children}
      {fault !== undefined && (
        <p role="alert" className={styles["fault"]}>
          {fault}
        </p>
      )}
      <div className={styles["buttons"]}>
        <button type="button" className={styles["button"]} onClick={onCancel}>
          Cancel
        </button>
        <button
          type="submit"
          className={styles["button"]}
          data-kind={isDangerous ? "danger" : "main"}
          aria-disabled={isBusy}
        >
          {deed}
        </button>
      </div>
    </form>
  );
}
