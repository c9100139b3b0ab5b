import { quotePython } from "@mlflow-ts/contract";

/** MLflow puts Python's representations into messages that its clients' users search for. */

/** Bytes as Python's `repr` writes them: `b'abc\\xff'`. */
export function formatPythonBytes(bytes: Uint8Array): string {
  const plain = Buffer.from(bytes).toString("latin1");
  const quoted = quotePython(plain).replace(
    // The others have no sign in ASCII, or none that can be seen.
    /[^ -~]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  return `b${quoted}`;
}

/** A double as Python prints it: `1.0`, not `1`. */
export function formatPythonFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? `${value}.0` : String(value);
}
