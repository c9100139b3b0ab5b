import { isBroken } from "./choose-points.ts";
import { at } from "./columns.ts";

/**
 * An exponential moving average over all points, before any is left out, so that it is the same at
 * every zoom. Divided by the weight of the points so far, or it would begin near zero. (The bias
 * correction of Adam: Kingma and Ba, ICLR 2015, section 3.) NaN and infinity are passed over.
 */
export function smooth(ys: Float64Array, smoothing: number): Float64Array {
  const smoothed = new Float64Array(ys.length);
  let average = 0;
  let weight = 0;
  for (let index = 0; index < ys.length; index += 1) {
    const y = at(ys, index);
    if (isBroken(y)) {
      smoothed[index] = NaN;
      continue;
    }
    average = smoothing * average + (1 - smoothing) * y;
    weight = smoothing * weight + (1 - smoothing);
    smoothed[index] = average / weight;
  }
  return smoothed;
}
