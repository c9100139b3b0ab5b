import { useId, type ReactNode } from "react";
import styles from "./form.module.css";

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What is wrong with the value; stands below it. */
  readonly fault?: ReactNode;
  readonly hint?: string;
  readonly rows?: number;
  readonly isRequired?: boolean;
}

/** A named text to fill in, of one line or of several, with what is wrong with it right below. */
export function Field(props: FieldProps) {
  const { label, value, onChange, fault, hint, rows, isRequired = false } = props;
  const id = useId();
  const hasFault = fault !== undefined && fault !== false;
  const notes = [hint !== undefined && `${id}-hint`, hasFault && `${id}-fault`].filter(Boolean);
  const common = {
    id,
    value,
    required: isRequired,
    "aria-invalid": hasFault,
    "aria-describedby": notes.length > 0 ? notes.join(" ") : undefined,
  };
  return (
    <div className={styles["field"]}>
      <label htmlFor={id}>{label}</label>
      {rows === undefined ? (
        <input
          {...common}
          autoComplete="off"
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <textarea
          {...common}
          rows={rows}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles["hint"]}>
          {hint}
        </p>
      )}
      {hasFault && (
        <div id={`${id}-fault`} role="alert" className={styles["fault"]}>
          {fault}
        </div>
      )}
    </div>
  );
}
