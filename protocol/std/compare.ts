/** Total orders for `sort`, which is never called without one: ties must not be left to the engine. */
export function byNumber(a: number, b: number): number {
  return a - b;
}

/** Orders strings by UTF-16 code units, the same in every engine and locale. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
