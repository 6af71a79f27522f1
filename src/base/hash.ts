// 32-bit hashes that are equal in every engine, made of integer arithmetic only. None is a secret.
// FNV-1a is what Kubernetes hashes pod templates with; the finalizer scatters counters.

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** FNV-1a over the text's UTF-8 bytes; a lone surrogate counts as U+FFFD. An unsigned 32-bit integer. */
export function fnv1a32(text: string): number {
  let hash = FNV_OFFSET;
  eachUtf8Byte(text, (byte) => {
    hash = Math.imul(hash ^ byte, FNV_PRIME);
  });
  return hash >>> 0;
}

/** FNV-1, which multiplies before it mixes: what Kubernetes hashes ControllerRevisions with. */
export function fnv132(text: string): number {
  let hash = FNV_OFFSET;
  eachUtf8Byte(text, (byte) => {
    hash = Math.imul(hash, FNV_PRIME) ^ byte;
  });
  return hash >>> 0;
}

const FNV128_OFFSET = 0x6c62272e07bb014262b821756295c58dn;
const FNV128_PRIME = 0x1000000000000000000013bn;

/** FNV-1a of 128 bits, as 32 hexadecimal digits: what Kubernetes orders the ports of an EndpointSlice by. */
export function fnv1a128(text: string): string {
  let hash = FNV128_OFFSET;
  eachUtf8Byte(text, (byte) => {
    hash = BigInt.asUintN(128, (hash ^ BigInt(byte)) * FNV128_PRIME);
  });
  return hash.toString(16).padStart(32, '0');
}

function eachUtf8Byte(text: string, visit: (byte: number) => void): void {
  for (const character of text) {
    const raw = character.codePointAt(0) ?? 0;
    const point = raw >= 0xd800 && raw <= 0xdfff ? 0xfffd : raw;
    if (point < 0x80) {
      visit(point);
      continue;
    }
    if (point < 0x800) {
      visit(0xc0 | (point >> 6));
    } else {
      if (point < 0x10000) {
        visit(0xe0 | (point >> 12));
      } else {
        visit(0xf0 | (point >> 18));
        visit(0x80 | ((point >> 12) & 0x3f));
      }
      visit(0x80 | ((point >> 6) & 0x3f));
    }
    visit(0x80 | (point & 0x3f));
  }
}

/** MurmurHash3's finalizer: a bijection of 32 bits in which each input bit reaches each output bit. */
export function fmix32(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
