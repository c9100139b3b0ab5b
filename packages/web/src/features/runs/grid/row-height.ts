/** Of a row of the runs table, in pixels. */
export const ROW_HEIGHT = 32;
