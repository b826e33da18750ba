// The other half of packing.py: base64, gzip, bytes sorted by weight, differences.
"use strict";

/** The bytes of a packed text. */
dougong.unpacked = async (text) => {
  const bytes = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

dougong.unpackedJson = async (text) => JSON.parse(new TextDecoder().decode(await dougong.unpacked(text)));

/** One array of a blob, as {at, size, columns, rows} tells; comes back as unsigned numbers of its size. */
dougong.column = (blob, { at, size, columns, rows }) => {
  const count = rows * columns;
  const Numbers = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array }[size];
  const steps = new Numbers(count); // column after column
  for (let weight = 0; weight < size; weight++) {
    const plane = blob.subarray(at + weight * count, at + (weight + 1) * count);
    for (let i = 0; i < count; i++) steps[i] |= plane[i] << (8 * weight);
  }
  const values = new Numbers(count);
  for (let column = 0; column < columns; column++) {
    let value = 0;
    for (let row = 0; row < rows; row++) {
      value = (value + steps[column * rows + row]) | 0;
      values[row * columns + column] = value;
    }
  }
  return values;
};
