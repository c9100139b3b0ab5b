/** Past these a filter is refused before anything is done with it. */
export const MAX_FILTER_LENGTH = 200_000;
/** Ten looks at the text for each condition and a bracket; a list of ids is one look. */
export const MAX_TOKENS = 5_000;
export const MAX_CONDITIONS = 256;
export const MAX_NESTING = 64;
export const MAX_ORDER_BY_LENGTH = 2_000;
