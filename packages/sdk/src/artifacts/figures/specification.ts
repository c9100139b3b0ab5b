import { refusal } from "../../logging/check-entry.ts";

/**
 * A chart's specification as JSON: typed arrays as lists, a bigint as a number.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for what JSON has no way to hold.
 */
export function encodeSpecification(specification: object): string {
  const above: object[] = [];
  const path: string[] = [];
  const encode = (value: unknown, name: string): unknown => {
    const at = [...path, name].slice(1).join(".");
    if (typeof value === "function") {
      throw refusal(
        `The figure's ${at} is a function, which a .json or .html file can't keep: write a template instead, such as "{b}: {c}", or log the figure as .png or .svg.`,
      );
    }
    if (typeof value === "bigint") return Number(value);
    if (typeof value !== "object" || value === null || value instanceof Date) return value;
    if (above.includes(value)) throw refusal(`The figure's ${at} holds itself.`);
    above.push(value);
    path.push(name);
    const copy = isList(value)
      ? Array.from(value, (item, index) => encode(item, String(index)))
      : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encode(item, key)]));
    above.pop();
    path.pop();
    return copy;
  };
  return JSON.stringify(encode(specification, ""));
}

function isList(value: object): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}
