const LONG = 200;

/** Long texts are cut, and tell how long they were. */
export function shortened(text: string, most = LONG): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}… (${text.length} characters)`;
}
