import { ApiError } from "../errors.ts";
import { quotePython } from "../python-text.ts";
import type { Span } from "./syntax.ts";

const SHOWN_LENGTH = 200;

/** A part of a filter as a message shows it: cut, so that a hostile one does not fill the answer. */
export function cut(text: string): string {
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}

/** The message about a filter for runs or experiments that is blank, or several divided by `;`. */
export function describeNotOne(filter: string): string {
  return filter.trim() === ""
    ? `Invalid filter ${quotePython(cut(filter))}. Could not be parsed.`
    : `Search filter contained multiple expression ${quotePython(cut(filter))}. ` +
        "Provide AND-ed expression list.";
}

/** A filter or order that is refused, with the place in its text that is at fault. */
export class FilterError extends ApiError {
  readonly start: number;
  readonly end: number;

  constructor(message: string, { start, end }: Span) {
    super("INVALID_PARAMETER_VALUE", message);
    this.start = start;
    this.end = end;
  }
}
