/**
 * Whom a certificate is about, as ZooKeeper's X509AuthenticationProvider names it: the subject as RFC 2253 writes it
 * (X500Principal.getName of Java), the last part first: `CN=alice,OU=ops,O=Example`.
 *
 * The text is read from the certificate itself (DER), because what tools show of a subject loses its order or its kinds
 * of strings, and an identity must be exact.
 */
const KEYWORDS: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.9', 'STREET'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
]);

const SEQUENCE = 0x30;
const OID = 0x06;
const VERSION = 0xa0;
const UTF8 = 0x0c;
const BMP = 0x1e;
const UNIVERSAL = 0x1c;
/** PrintableString, T61String, IA5String, GeneralString: a character is a byte. */
const BYTE_STRINGS: ReadonlySet<number> = new Set([0x13, 0x14, 0x16, 0x1b]);

interface Element {
  readonly tag: number;
  readonly content: Buffer;
  /** Tag and length included. */
  readonly whole: Buffer;
}

/** Fails with a RangeError when the bytes are no certificate. */
export function subjectOf(certificate: Buffer): string {
  const tbs = first(first(certificate, SEQUENCE).content, SEQUENCE);
  const fields = elementsOf(tbs.content);
  const skipped = fields[0]?.tag === VERSION ? 1 : 0;
  // serialNumber, signature, issuer, validity, subject
  const subject = fields[skipped + 4];
  if (subject?.tag !== SEQUENCE) throw new RangeError('the certificate has no subject');
  return elementsOf(subject.content).reverse().map(relativeName).join(',');
}

function relativeName({ content }: Element): string {
  return elementsOf(content).map(attribute).join('+');
}

function attribute({ content }: Element): string {
  const [type, value] = elementsOf(content);
  if (type?.tag !== OID || value === undefined) throw new RangeError('the subject is no name');
  const oid = oidOf(type.content);
  const keyword = KEYWORDS.get(oid);
  const text = keyword === undefined ? null : textOf(value);
  if (keyword === undefined || text === null) return `${keyword ?? oid}=#${value.whole.toString('hex')}`;
  return `${keyword}=${escaped(text)}`;
}

/** Null for what is no string. */
function textOf({ tag, content }: Element): string | null {
  if (tag === UTF8) return content.toString('utf8');
  if (BYTE_STRINGS.has(tag)) return content.toString('latin1');
  if (tag === BMP) return Buffer.from(content).swap16().toString('utf16le');
  if (tag !== UNIVERSAL) return null;
  let text = '';
  for (let at = 0; at + 4 <= content.length; at += 4) text += String.fromCodePoint(content.readUInt32BE(at));
  return text;
}

/** As AVA.toRFC2253String of Java escapes. */
function escaped(text: string): string {
  const inner = text.replace(/[,=+<>#;"\\]/g, '\\$&');
  return inner.replace(/^ +| +$/g, (spaces) => '\\ '.repeat(spaces.length));
}

function oidOf(content: Buffer): string {
  const parts: number[] = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 127);
    if (byte & 128) continue;
    if (parts.length === 0) {
      const top = value < 80 ? Math.floor(value / 40) : 2;
      parts.push(top, value - 40 * top);
    } else parts.push(value);
    value = 0;
  }
  return parts.join('.');
}

function first(bytes: Buffer, tag: number): Element {
  const element = elementAt(bytes, 0);
  if (element.tag !== tag) throw new RangeError('these bytes are no certificate');
  return element;
}

function elementsOf(bytes: Buffer): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const element = elementAt(bytes, at);
    elements.push(element);
    at += element.whole.length;
  }
  return elements;
}

function elementAt(bytes: Buffer, at: number): Element {
  const tag = bytes[at];
  const short = bytes[at + 1];
  if (tag === undefined || short === undefined) throw new RangeError('these bytes end too early');
  const more = short < 128 ? 0 : short & 127;
  const from = at + 2 + more;
  const length = more === 0 ? short : more <= 4 && from <= bytes.length ? bytes.readUIntBE(at + 2, more) : Infinity;
  if (from + length > bytes.length) throw new RangeError('these bytes end too early');
  return { tag, content: bytes.subarray(from, from + length), whole: bytes.subarray(at, from + length) };
}
