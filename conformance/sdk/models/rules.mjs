import { BONUS } from "./lib/bonus.mjs";

/** Prices flats: what stands in for a model that somebody wrote. */
export function predict(rows, { rate = 1 } = {}) {
  return rows.map(({ size, city }) => rate * size * (city === "Ulm" ? 4000 : 3000) + BONUS);
}
