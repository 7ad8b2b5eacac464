/** Names of servers and clients, in the order in which people count: 2 before 10, servers before clients. */
export function byName(a: string, b: string): number {
  const [na, nb] = [numberOf(a), numberOf(b)];
  const [ta, tb] = [a.replace(/[0-9]+$/, ''), b.replace(/[0-9]+$/, '')];
  return byText(ta, tb) || na - nb || byText(a, b);
}

function numberOf(name: string): number {
  return Number(/[0-9]+$/.exec(name)?.[0] ?? -1);
}

/** By code units: the same everywhere. */
function byText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
