/** `A`, `B`, …, `Z`, `AA`: the name of the branch with this number, from 0. */
export function branchName(id: number): string {
  let name = '';
  for (let rest = id; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    name = String.fromCharCode(65 + (rest % 26)) + name;
  }
  return name;
}
