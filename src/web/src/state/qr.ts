/**
 * A QR code (ISO/IEC 18004) of a text: rows of dark (true) and light modules, without the quiet zone. Bytes, error correction L: a
 * screen is not torn or dirty, and a signed link is long. Null when it is too long even for the largest code.
 */
export function qrCode(text: string): boolean[][] | null {
  const bytes = new TextEncoder().encode(text);
  const version = blocksOf.findIndex((_, version) => version > 0 && bitsOf(bytes.length, version) <= dataBytes(version) * 8);
  if (version < 0) {
    return null;
  }
  const { modules, fixed } = frame(version);
  fill(modules, fixed, interleaved(dataOf(bytes, version), version));
  const masked = masks.map((mask, index) => {
    const code = modules.map((row, y) => row.map((dark, x) => dark !== (!fixed[y]![x] && mask(x, y))));
    drawFormat(code, index);
    return code;
  });
  return masked.reduce((best, code) => (penalty(code) < penalty(best) ? code : best));
}

/** By version: how many blocks the data is split into, and how many bytes of error correction each has. */
const blocksOf = [0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25];
const correctionOf = [0, 7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30];

const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

const sizeOf = (version: number) => 17 + 4 * version;
const lengthBits = (version: number) => (version < 10 ? 8 : 16);
const bitsOf = (count: number, version: number) => 4 + lengthBits(version) + 8 * count;
const dataBytes = (version: number) => rawBytes(version) - blocksOf[version]! * correctionOf[version]!;

/** Bytes that fit between the patterns. */
function rawBytes(version: number): number {
  const { fixed } = frame(version);
  return Math.floor(fixed.reduce((sum, row) => sum + row.filter((taken) => !taken).length, 0) / 8);
}

function dataOf(bytes: Uint8Array, version: number): number[] {
  const bits: number[] = [];
  const put = (value: number, count: number) => {
    for (let bit = count - 1; bit >= 0; bit--) {
      bits.push((value >>> bit) & 1);
    }
  };
  const capacity = dataBytes(version);
  put(0b0100, 4);
  put(bytes.length, lengthBits(version));
  bytes.forEach((byte) => put(byte, 8));
  put(0, Math.min(4, capacity * 8 - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  const data = Array.from({ length: bits.length / 8 }, (_, index) => parseInt(bits.slice(index * 8, index * 8 + 8).join(''), 2));
  for (let pad = 0xec; data.length < capacity; pad ^= 0xec ^ 0x11) {
    data.push(pad);
  }
  return data;
}

/** Splits into blocks, adds error correction to each, and takes one byte of each in turn. */
function interleaved(data: readonly number[], version: number): number[] {
  const count = blocksOf[version]!;
  const short = Math.floor(data.length / count);
  const long = data.length % count;
  const divisor = divisorOf(correctionOf[version]!);
  const blocks: number[][] = [];
  for (let index = 0, from = 0; index < count; index++) {
    const length = short + (index >= count - long ? 1 : 0);
    blocks.push(data.slice(from, from + length));
    from += length;
  }
  const corrections = blocks.map((block) => remainder(block, divisor));
  const inTurn = (lists: readonly (readonly number[])[]) =>
    Array.from({ length: Math.max(...lists.map(({ length }) => length)) }, (_, index) => lists.flatMap((list) => (index < list.length ? [list[index]!] : []))).flat();
  return [...inTurn(blocks), ...inTurn(corrections)];
}

/** Product in the field with 256 elements and the polynomial 0x11d. */
function times(left: number, right: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((right >>> bit) & 1) * left;
  }
  return product;
}

function divisorOf(degree: number): number[] {
  const divisor = [...Array<number>(degree - 1).fill(0), 1];
  for (let root = 1, step = 0; step < degree; step++, root = times(root, 2)) {
    for (let index = 0; index < degree; index++) {
      divisor[index] = times(divisor[index]!, root) ^ (divisor[index + 1] ?? 0);
    }
  }
  return divisor;
}

function remainder(data: readonly number[], divisor: readonly number[]): number[] {
  const rest = divisor.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ rest.shift()!;
    rest.push(0);
    divisor.forEach((coefficient, index) => (rest[index]! ^= times(coefficient, factor)));
  }
  return rest;
}

/** The patterns that every code of a version has, and where data must not go. */
function frame(version: number): { modules: boolean[][]; fixed: boolean[][] } {
  const size = sizeOf(version);
  const grid = () => Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  const [modules, fixed] = [grid(), grid()];
  const set = (x: number, y: number, dark: boolean) => {
    if (x >= 0 && y >= 0 && x < size && y < size) {
      modules[y]![x] = dark;
      fixed[y]![x] = true;
    }
  };
  const square = (middleX: number, middleY: number, reach: number, dark: (ring: number) => boolean) => {
    for (let y = -reach; y <= reach; y++) {
      for (let x = -reach; x <= reach; x++) {
        set(middleX + x, middleY + y, dark(Math.max(Math.abs(x), Math.abs(y))));
      }
    }
  };
  for (let index = 0; index < size; index++) {
    set(6, index, index % 2 === 0);
    set(index, 6, index % 2 === 0);
  }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]] as const) {
    square(x, y, 4, (ring) => ring !== 2 && ring !== 4);
  }
  const places = alignments(version);
  const last = places.length - 1;
  places.forEach((y, row) =>
    places.forEach((x, column) => {
      const onFinder = (row === 0 && (column === 0 || column === last)) || (row === last && column === 0);
      if (!onFinder) {
        square(x, y, 2, (ring) => ring !== 1);
      }
    }),
  );
  for (let index = 0; index < 9; index++) {
    fixed[8]![index] = true;
    fixed[index]![8] = true;
    if (index < 8) {
      fixed[8]![size - 1 - index] = true;
      fixed[size - 1 - index]![8] = true;
    }
  }
  if (version >= 7) {
    const bits = (version << 12) | checked(version, 12, 0x1f25);
    for (let index = 0; index < 18; index++) {
      const dark = ((bits >>> index) & 1) === 1;
      set(size - 11 + (index % 3), Math.floor(index / 3), dark);
      set(Math.floor(index / 3), size - 11 + (index % 3), dark);
    }
  }
  return { modules, fixed };
}

function alignments(version: number): number[] {
  if (version === 1) {
    return [];
  }
  const count = Math.floor(version / 7) + 2;
  const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, index) => sizeOf(version) - 7 - step * (count - 2 - index))];
}

/** The remainder by which a short code is protected. */
function checked(value: number, bits: number, polynomial: number): number {
  let rest = value;
  for (let index = 0; index < bits; index++) {
    rest = (rest << 1) ^ ((rest >>> (bits - 1)) * polynomial);
  }
  return rest;
}

/** Which error correction and which mask, twice. */
function drawFormat(code: boolean[][], mask: number): void {
  const value = (0b01 << 3) | mask;
  const bits = ((value << 10) | checked(value, 10, 0x537)) ^ 0x5412;
  const size = code.length;
  const dark = (index: number) => ((bits >>> index) & 1) === 1;
  for (let index = 0; index < 15; index++) {
    const near = index < 6 ? index : index < 8 ? index + 1 : 14 - index + (index === 8 ? 1 : 0);
    if (index < 8) {
      code[near]![8] = dark(index);
      code[8]![size - 1 - index] = dark(index);
    } else {
      code[8]![near] = dark(index);
      code[size - 15 + index]![8] = dark(index);
    }
  }
  code[size - 8]![8] = true;
}

/** Zigzags through two columns at a time, from the bottom right. */
function fill(modules: boolean[][], fixed: readonly (readonly boolean[])[], bytes: readonly number[]): void {
  const size = modules.length;
  let bit = 0;
  for (let right = size - 1; right >= 1; right -= right === 8 ? 3 : 2) {
    const upward = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step++) {
      const y = upward ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (!fixed[y]![x] && bit < bytes.length * 8) {
          modules[y]![x] = ((bytes[bit >>> 3]! >>> (7 - (bit & 7))) & 1) === 1;
          bit++;
        }
      }
    }
  }
}

/** How badly cameras would read it: long runs, blocks, what looks like a corner, too much of one colour. */
function penalty(code: readonly (readonly boolean[])[]): number {
  const rows = code.map((row) => row.map((dark) => (dark ? '1' : '0')).join(''));
  const columns = code.map((_, x) => code.map((row) => (row[x] ? '1' : '0')).join(''));
  let sum = 0;
  for (const line of [...rows, ...columns]) {
    for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) {
      sum += run.length - 2;
    }
    sum += 40 * [...line.matchAll(/(?=00001011101|10111010000)/g)].length;
  }
  for (let y = 1; y < code.length; y++) {
    for (let x = 1; x < code.length; x++) {
      const dark = code[y]![x];
      sum += dark === code[y - 1]![x] && dark === code[y]![x - 1] && dark === code[y - 1]![x - 1] ? 3 : 0;
    }
  }
  const darkShare = rows.join('').replaceAll('0', '').length / code.length ** 2;
  return sum + 10 * Math.floor(Math.abs(darkShare * 100 - 50) / 5);
}
