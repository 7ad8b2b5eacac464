/**
 * Deadlines in buckets (ExpiryQueue): a deadline is rounded up to the next multiple of the interval, and a whole
 * bucket expires at once. So an element expires between its time-out and one interval later, and being touched costs
 * nothing while the bucket stays the same.
 */
import { byNumber } from '../std/compare.ts';

export class ExpiryQueue<Element> {
  private readonly intervalUs: number;
  private readonly bucketOf = new Map<Element, number>();
  private readonly buckets = new Map<number, Set<Element>>();

  constructor(intervalUs: number) {
    this.intervalUs = intervalUs;
  }

  /** Adds the element, or moves it, to expire `timeoutUs` after `nowUs`. */
  update(element: Element, timeoutUs: number, nowUs: number): void {
    const bucket = (Math.floor((nowUs + timeoutUs) / this.intervalUs) + 1) * this.intervalUs;
    const old = this.bucketOf.get(element);
    if (old === bucket) return;
    if (old !== undefined) this.leave(element, old);
    this.bucketOf.set(element, bucket);
    const elements = this.buckets.get(bucket);
    if (elements === undefined) this.buckets.set(bucket, new Set([element]));
    else elements.add(element);
  }

  remove(element: Element): void {
    const bucket = this.bucketOf.get(element);
    if (bucket === undefined) return;
    this.bucketOf.delete(element);
    this.leave(element, bucket);
  }

  /** When the earliest bucket expires; null when nothing can. */
  nextUs(): number | null {
    let earliest: number | null = null;
    for (const bucket of this.buckets.keys()) if (earliest === null || bucket < earliest) earliest = bucket;
    return earliest;
  }

  /** Takes out everything due at `nowUs`, bucket by bucket, within a bucket in the order of arrival. */
  poll(nowUs: number): Element[] {
    const due: number[] = [];
    for (const bucket of this.buckets.keys()) if (bucket <= nowUs) due.push(bucket);
    const expired: Element[] = [];
    for (const bucket of due.sort(byNumber)) {
      for (const element of this.buckets.get(bucket) ?? []) {
        this.bucketOf.delete(element);
        expired.push(element);
      }
      this.buckets.delete(bucket);
    }
    return expired;
  }

  /** Who is in which bucket, earliest first. */
  byBucket(): [dueUs: number, elements: readonly Element[]][] {
    return Array.from(this.buckets, ([due, elements]): [number, Element[]] => [due, Array.from(elements)]).sort(
      ([a], [b]) => byNumber(a, b),
    );
  }

  private leave(element: Element, bucket: number): void {
    const elements = this.buckets.get(bucket);
    elements?.delete(element);
    if (elements?.size === 0) this.buckets.delete(bucket);
  }
}
