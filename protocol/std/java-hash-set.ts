/**
 * A set of texts that is gone through in the order of java.util.HashSet (Java 17), for where a client can see it. The
 * order is that of the buckets, in a bucket that of insertion; how many buckets there are depends on how many texts there
 * ever were. Buckets that become trees, from eight colliding texts on, are not modelled.
 */
import { javaHash } from './java-hash.ts';

const FIRST_CAPACITY = 16;

export class JavaHashSet {
  /** None before the first text. */
  private buckets: string[][] = [];
  private count = 0;

  /** `HashSet.clone`: as many buckets as its present texts ask for. */
  static cloneOf(other: JavaHashSet): JavaHashSet {
    const clone = new JavaHashSet();
    if (other.count === 0) return clone;
    clone.buckets = emptyBuckets(tableSizeFor(Math.floor(other.count / 0.75 + 1)));
    for (const text of other.values()) clone.add(text);
    return clone;
  }

  get size(): number {
    return this.count;
  }

  add(text: string): void {
    if (this.buckets.length === 0) this.buckets = emptyBuckets(FIRST_CAPACITY);
    const bucket = bucketOf(this.buckets, text);
    if (bucket.includes(text)) return;
    bucket.push(text);
    if (++this.count > this.buckets.length * 0.75) this.double();
  }

  delete(text: string): void {
    if (this.count === 0) return;
    const bucket = bucketOf(this.buckets, text);
    const index = bucket.indexOf(text);
    if (index < 0) return;
    bucket.splice(index, 1);
    this.count--;
  }

  values(): string[] {
    return this.buckets.flat();
  }

  /** Texts that stay together keep their order. */
  private double(): void {
    const wider = emptyBuckets(this.buckets.length * 2);
    for (const text of this.values()) bucketOf(wider, text).push(text);
    this.buckets = wider;
  }
}

function emptyBuckets(count: number): string[][] {
  const buckets: string[][] = [];
  for (let i = 0; i < count; i++) buckets.push([]);
  return buckets;
}

function bucketOf(buckets: string[][], text: string): string[] {
  const hash = javaHash(text);
  return buckets[(hash ^ (hash >>> 16)) & (buckets.length - 1)] as string[];
}

/** The power of two that is not below `count`. */
function tableSizeFor(count: number): number {
  let size = 1;
  while (size < count) size *= 2;
  return size;
}
