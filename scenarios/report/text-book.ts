/** Texts by number: each is kept once, the empty one is 0. */
export class TextBook {
  readonly texts: string[] = [''];
  private readonly numbers = new Map<string, number>([['', 0]]);

  number(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.texts.push(text) - 1;
      this.numbers.set(text, number);
    }
    return number;
  }
}
