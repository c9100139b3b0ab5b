import type { ByteRange } from "@mlflow-ts/contract";

/**
 * The part of a file that a `Range` header asks for.
 *
 * Units other than bytes, malformed ranges and lists of several ranges are answered with the whole
 * file, as RFC 9110 (14.2) allows.
 *
 * @returns undefined for the whole file, "unsatisfiable" for a part that lies behind its end.
 */
export function parseRange(
  header: string | undefined,
  sizeBytes: number,
): ByteRange | "unsatisfiable" | undefined {
  const match = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? "");
  if (!match) return undefined;
  const [, first = "", last = ""] = match;
  if (first === "") {
    if (last === "") return undefined;
    const length = Math.min(Number(last), sizeBytes);
    return length === 0 ? "unsatisfiable" : { first: sizeBytes - length, last: sizeBytes - 1 };
  }
  if (last !== "" && Number(last) < Number(first)) return undefined;
  if (Number(first) >= sizeBytes) return "unsatisfiable";
  const end = last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  return { first: Number(first), last: end };
}
