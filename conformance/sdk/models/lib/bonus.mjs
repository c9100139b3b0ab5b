export const BONUS = 500;
