/** The fingerprint as it is described: nothing is kept, every content is walked. */
type Words = readonly [number, number];

const BEGIN: Words = [0x2f0b4c47, 0x6d1ce5a3];

export class FingerprintTwin {
  private event = BEGIN;
  private run: readonly [number, number, number, number] = [0x6a09e667, 0x3c6ef372, 0x510e527f, 0x1f83d9ab];

  next(first: number, second: number): void {
    this.run = this.folded();
    this.roll(first, second);
  }

  roll(first: number, second: number): void {
    this.event = rolled(this.event, [first, second]);
  }

  rollNumber(value: number): void {
    this.roll(...hashOf(value));
  }

  rollText(text: string, salt = 0): void {
    const [x, y] = hashOf(text);
    this.roll(x ^ salt, y);
  }

  rollContent(content: unknown, salt = 0, about = 0): void {
    const [x, y] = hashOf(content);
    this.roll(x ^ salt, y + Math.imul(about, 0xc2b2ae35));
  }

  rollNamed(name: string, content: unknown, salt: number): void {
    const [textX, textY] = hashOf(name);
    const [x, y] = hashOf(content);
    this.roll(x ^ Math.imul(textX, 0xc2b2ae35) ^ salt, y + textY);
  }

  rollFresh(content: unknown, salt: number): void {
    this.rollContent(content, salt);
  }

  digits(): string {
    return this.folded()
      .map((word) => (word >>> 0).toString(16).padStart(8, '0'))
      .join('');
  }

  private folded(): readonly [number, number, number, number] {
    const [a, b, c, d] = this.run;
    const x = Math.imul(turned(Math.imul(this.event[0], 0x239b961b), 15), 0xab0e9789);
    const y = Math.imul(turned(Math.imul(this.event[1], 0x38b34ae5), 16), 0xa1e38b93);
    const first = (Math.imul(turned(a ^ x, 19), 5) + 0x561ccd1b + b) | 0;
    return [
      first,
      (Math.imul(turned(b ^ y, 17), 5) + 0x0bcaa747 + c) | 0,
      (Math.imul(turned(c ^ Math.imul(x, 0x9e3779b1), 15), 5) + 0x96cd1c35 + d) | 0,
      (Math.imul(turned(d ^ Math.imul(y, 0x85ebca6b), 13), 5) + 0x32ac3b17 + first) | 0,
    ];
  }
}

function turned(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function rolled([x, y]: Words, [first, second]: Words): Words {
  const mixed = Math.imul(x ^ first, 0x9e3779b1);
  const nextX = mixed ^ (mixed >>> 15);
  const nextY = Math.imul(turned(y + second, 13), 0x85ebca6b) ^ nextX;
  return [(nextX + nextY) | 0, nextY];
}

function hashOf(value: unknown): Words {
  if (typeof value === 'number') return hashOfNumber(value);
  if (typeof value === 'string') return hashOfText(value);
  if (typeof value === 'bigint') {
    const [x, y] = hashOfText(value.toString());
    return [x ^ 0x42696700, y];
  }
  if (value instanceof Uint8Array) return hashOfParts(0x42000000, value.length, wordPairs(value));
  if (Array.isArray(value)) return hashOfParts(0x41000000, value.length, value.map(hashOf));
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value);
    const [first, digest] = fields[0] ?? [];
    if (first === 'digest' && typeof digest === 'number') return [hashOf(digest)[0] ^ 0x4f000000, hashOf(digest)[1]];
    const parts = fields.map(([key, part]): Words => {
      const [x, y] = hashOf(part);
      return [x ^ (key.length << 12) ^ (key.charCodeAt(0) << 20), y];
    });
    return hashOfParts(0x4f000000, parts.length, parts);
  }
  return [[undefined, null, false, true].indexOf(value as null) + 1, 0x6e616d65];
}

function hashOfNumber(value: number): Words {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return [value | 0, Math.floor(value / 2 ** 32) | 0];
  const [low, high] = new Int32Array(new Float64Array([value]).buffer) as unknown as [number, number];
  return [low ^ Math.imul(high, 0x9e3779b1), 0x666c6f74 ^ high];
}

function hashOfText(text: string): Words {
  let [a, b] = [0x54000000, text.length];
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(turned(b, 5) ^ text.charCodeAt(i), 0x85ebca6b);
  }
  return [a, b];
}

function hashOfParts(kind: number, count: number, parts: readonly Words[]): Words {
  const [x, y] = parts.reduce(rolled, BEGIN);
  return [x ^ kind, (y + count) | 0];
}

function wordPairs(bytes: Uint8Array): Words[] {
  const words = new Int32Array(
    new Uint8Array([...bytes, 0, 0, 0, 0, 0, 0, 0]).buffer.slice(0, 8 * Math.ceil(bytes.length / 8)),
  );
  return Array.from(
    { length: words.length / 2 },
    (_, i) => [words[2 * i] as number, words[2 * i + 1] as number] as const,
  );
}
