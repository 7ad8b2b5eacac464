/** The words a connection may begin with in place of a length (FourLetterCommands). */

const words = 'conf cons crst dirs dump envi gtmk hash isro mntr ruok srst srvr stat stmk wchc wchp wchs'.split(' ');

/** What telnet sends when it is interrupted; the real server knows it as a command. */
export const TELNET_CLOSE = 'telnet close';
const TELNET_CLOSE_CODE = 0xfff4fffd | 0;

const byCode = new Map<number, string>(words.map((word) => [codeOf(word), word]));
byCode.set(TELNET_CLOSE_CODE, TELNET_CLOSE);

function codeOf(word: string): number {
  return (word.charCodeAt(0) << 24) | (word.charCodeAt(1) << 16) | (word.charCodeAt(2) << 8) | word.charCodeAt(3);
}

/** The word that these four bytes spell, if it is one. */
export function wordOfCode(code: number): string | null {
  return byCode.get(code) ?? null;
}

/** The four bytes of a word. */
export function codeOfWord(word: string): number {
  return word === TELNET_CLOSE ? TELNET_CLOSE_CODE : codeOf(word);
}
