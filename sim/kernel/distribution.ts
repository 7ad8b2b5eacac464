/**
 * Turns a drawn word into a decision with integers only. `Math.log` and its like differ between engines, so the
 * long-tailed shapes come from inverse-CDF tables made at load time from + - * / and `Math.sqrt`, which do not.
 */

/** How long something takes. `constant` ignores `spreadUs`; no shape exceeds `maxUs`. */
export interface Latency {
  readonly shape: 'constant' | 'uniform' | 'exponential' | 'pareto';
  readonly minUs: number;
  /** Width of `uniform`, mean above `minUs` of `exponential` and `pareto` (tail index 2). */
  readonly spreadUs: number;
  readonly maxUs: number;
}

export function constantLatency(us: number): Latency {
  return { shape: 'constant', minUs: us, spreadUs: 0, maxUs: us };
}

const WORDS = 4294967296;
const BUCKETS = 1024;
/** One in the tables' fixed point. */
const ONE = 65536;

/** floor(word * bound / 2^32), exact for bounds below 2^37. */
export function scale(word: number, bound: number): number {
  if (bound <= 2097152) return Math.floor((word * bound) / WORDS);
  return Math.floor(((word >>> 16) * bound + Math.floor(((word & 0xffff) * bound) / 65536)) / 65536);
}

/** Whether an event of `ppm` parts per million happens under this word. */
export function happens(word: number, ppm: number): boolean {
  return word * 1000000 < ppm * WORDS;
}

/** Natural logarithm from basic arithmetic: halve until near 1, then the series of the inverse hyperbolic tangent. */
function naturalLog(x: number): number {
  let value = x;
  let halvings = 0;
  for (; value > 1.5; value /= 2) halvings++;
  for (; value < 0.75; value *= 2) halvings--;
  const ratio = (value - 1) / (value + 1);
  const square = ratio * ratio;
  let sum = 0;
  let power = ratio;
  for (let k = 1; k < 60; k += 2) {
    sum += power / k;
    power *= square;
  }
  return 2 * sum + halvings * LN2;
}

const LN2 = 0.6931471805599453;
/** Past the last bucket the exponential distribution repeats itself, this far out. */
const EXPONENTIAL_STEP = Math.round(10 * LN2 * ONE);
/** Past the last bucket the Pareto distribution (tail index 2) repeats itself, this much larger. */
const PARETO_FACTOR = 32;

function table(quantile: (u: number) => number): Int32Array {
  const values = new Int32Array(BUCKETS);
  for (let i = 0; i < BUCKETS; i++) values[i] = Math.round(quantile(i / BUCKETS) * ONE);
  return values;
}

const exponentialTable = table((u) => -naturalLog(1 - u));
/** Shifted to begin at 0 with mean 1: 1 / sqrt(1 - u) - 1. */
const paretoTable = table((u) => 1 / Math.sqrt(1 - u) - 1);

/** Between two neighbouring entries, by the 10 bits below the bucket's. */
function interpolate(values: Int32Array, word: number): number {
  const bucket = word >>> 22;
  const low = values[bucket] as number;
  const high = values[bucket + 1] as number;
  return low + (((high - low) * ((word >>> 12) & 1023)) >> 10);
}

/** An exponential quantile with mean 1, in 1/65536; at most about 17. */
export function exponential(word: number): number {
  if (word >>> 22 !== BUCKETS - 1) return interpolate(exponentialTable, word);
  const rest = (word << 10) >>> 0;
  return EXPONENTIAL_STEP + (rest >>> 22 === BUCKETS - 1 ? EXPONENTIAL_STEP : interpolate(exponentialTable, rest));
}

/** A Pareto quantile with mean 1 beginning at 0, in 1/65536; at most about 1023. */
export function pareto(word: number): number {
  if (word >>> 22 !== BUCKETS - 1) return interpolate(paretoTable, word);
  const rest = (word << 10) >>> 0;
  const inner = rest >>> 22 === BUCKETS - 1 ? (paretoTable[BUCKETS - 1] as number) : interpolate(paretoTable, rest);
  return PARETO_FACTOR * (inner + ONE) - ONE;
}

/** The latency under this word, in microseconds. */
export function latencyOf(latency: Latency, word: number): number {
  const shape = latency.shape;
  if (shape === 'constant') return latency.minUs;
  let us = latency.minUs;
  if (shape === 'uniform') us += scale(word, latency.spreadUs + 1);
  else {
    const quantile = shape === 'exponential' ? exponential(word) : pareto(word);
    us += Math.floor((latency.spreadUs * quantile) / ONE);
  }
  return us > latency.maxUs ? latency.maxUs : us;
}
