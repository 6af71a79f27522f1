// Base64 of texts, as the API shows what Secrets hold. By hand: Node and browsers have no function in common that takes
// UTF-8.

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 of a text's UTF-8 bytes. */
export function encodeBase64(text: string): string {
  const bytes: number[] = [];
  for (const part of encodeURIComponent(text).match(/%..|[^%]/g) ?? []) {
    bytes.push(part.length === 1 ? part.charCodeAt(0) : Number.parseInt(part.slice(1), 16));
  }
  let encoded = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [first = 0, second = 0, third = 0] = bytes.slice(i, i + 3);
    const word = first * 65_536 + second * 256 + third;
    const letters = [18, 12, 6, 0].map((shift) => LETTERS.charAt((word >> shift) & 63));
    encoded += letters.map((letter, index) => (i + index > bytes.length ? '=' : letter)).join('');
  }
  return encoded;
}

/** The text that a base64 stands for; where its bytes are no UTF-8, each byte is a character. */
export function decodeBase64(base64: string): string {
  const bytes: number[] = [];
  let [word, bits] = [0, 0];
  for (const letter of base64.replace(/[^A-Za-z0-9+/]/g, '')) {
    word = ((word << 6) | LETTERS.indexOf(letter)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((word >> bits) & 255);
  }
  try {
    return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
  } catch {
    return bytes.map((byte) => String.fromCharCode(byte)).join('');
  }
}
