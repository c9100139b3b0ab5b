/** A metric's value as the wire has it; a whole double past 2^53 is parsed as a bigint. */
export type WireDouble = number | bigint | "NaN";

/** MLflow's stores can't keep infinities and write the largest doubles in their place. */
export function readDouble(value: WireDouble): number {
  const number = Number(value);
  if (number >= Number.MAX_VALUE) return Infinity;
  if (number <= -Number.MAX_VALUE) return -Infinity;
  return number;
}

/** Every digit that tells the value from its neighbours. */
export function formatExact(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  return String(value);
}

const SHORT_DIGITS = 6;

/** At most six significant digits, for tables and axes; whole numbers stay whole. */
export function formatShort(value: number): string {
  if (!Number.isFinite(value)) return formatExact(value);
  const size = Math.abs(value);
  if (size < 1e9 && Number.isInteger(value)) return String(value);
  if (size >= 1e6 || size < 1e-4) return trimExponent(value.toExponential(SHORT_DIGITS - 2));
  return String(Number(value.toPrecision(SHORT_DIGITS)));
}

/** "1.2000e+9" becomes "1.2e9". */
function trimExponent(text: string): string {
  const [digits = "", exponent = ""] = text.split("e");
  return `${Number(digits)}e${Number(exponent)}`;
}
