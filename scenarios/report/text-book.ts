/** Texts by number: each is kept once, the empty one is 0. */
export class TextBook {
  readonly texts: string[];
  private readonly numbers: Map<string, number>;

  constructor(texts: readonly string[] = ['']) {
    this.texts = [...texts];
    this.numbers = new Map(texts.map((text, number) => [text, number]));
  }

  copy(): TextBook {
    return new TextBook(this.texts);
  }

  number(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.texts.push(text) - 1;
      this.numbers.set(text, number);
    }
    return number;
  }
}
