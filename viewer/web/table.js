// The element and property tables of the HTML view, unpacked once and read by row.
"use strict";

dougong.Table = class {
  constructor(data, blob) {
    const column = (told) => dougong.column(blob, told);
    const coded = ({ values, codes }) => {
      const numbers = column(codes);
      return (row) => values[numbers[row]];
    };
    const signed = (told) => new Int32Array(column(told).buffer);
    const { elements, properties } = data;
    this.guid = elements.guid;
    this.label = elements.label;
    this.name = coded(elements.name);
    this.type = coded(elements.type);
    this.className = coded(elements.class);
    this.kind = coded(elements.kind);
    this.storey = signed(elements.storey);
    this.whole = signed(elements.whole);
    this.isElement = column(elements.role);
    this.storeys = elements.storeys;
    this.rowOf = new Map(this.guid.map((guid, row) => [guid, row]));
    this.parts = new Map();
    this.whole.forEach((whole, row) => {
      if (whole < 0) return;
      if (!this.parts.has(whole)) this.parts.set(whole, []);
      this.parts.get(whole).push(row);
    });
    if (properties) {
      this.first = column(properties.first);
      this.set = coded(properties.set);
      this.property = coded(properties.name);
      this.value = coded(properties.value);
      this.ofType = column(properties.type);
    }
  }

  rowsOf(guids) {
    return guids.map((guid) => this.rowOf.get(guid)).filter((row) => row !== undefined);
  }

  /** Rows with all their parts, parts of parts included: an assembly has no shape of its own. */
  withParts(rows) {
    const found = new Set();
    const add = (row) => {
      if (found.has(row)) return;
      found.add(row);
      (this.parts.get(row) || []).forEach(add);
    };
    rows.forEach(add);
    return [...found];
  }

  /** [[set, [[name, value, comes from the type], …]], …] of a row. */
  propertiesOf(row) {
    const sets = new Map();
    if (!this.first) return [];
    for (let at = this.first[row]; at < this.first[row + 1]; at++) {
      if (!sets.has(this.set(at))) sets.set(this.set(at), []);
      sets.get(this.set(at)).push([this.property(at), this.value(at), this.ofType[at] === 1]);
    }
    return [...sets];
  }
};
