// One tile of the model in the page: its three drawings, the rows in it and the box of each.
"use strict";

dougong.Tile = class {
  /** `holder`: group of the tile (solid and see-through mesh, lines); `closed`: how many of its triangles are of closed shapes. */
  constructor(three, holder, closed) {
    [this.solid, this.clear, this.lines] = holder.children;
    this.lines.renderOrder = 1;
    this.clear.renderOrder = 2;
    holder.updateMatrixWorld(true);
    this.step = holder.scale.x;
    this.corner = holder.position;
    this._readRows(this.solid.geometry);
    const geometry = this.solid.geometry;
    geometry.computeBoundingSphere();
    this.lines.geometry.boundingSphere = geometry.boundingSphere;
    this.sphere = geometry.boundingSphere.clone().applyMatrix4(holder.matrixWorld);
    this.triangles = geometry.index.count / 3;
    this.movingLines = true;
    this.closed = closed;
  }

  /** The triangles of closed shapes alone, sharing the buffers of the tile. */
  closedGeometry(three) {
    const { attributes, index, boundingSphere } = this.solid.geometry;
    const geometry = new three.BufferGeometry();
    geometry.addAttribute("position", attributes.position);
    geometry.addAttribute("element", attributes.element);
    geometry.setIndex(index);
    geometry.setDrawRange(0, 3 * this.closed);
    geometry.boundingSphere = boundingSphere;
    return geometry;
  }

  /** Rows lie together: note where each begins, and its box in steps (low x y z, high x y z). */
  _readRows(geometry) {
    const element = geometry.attributes.element.array;
    const position = geometry.attributes.position.array;
    const rows = [];
    const boxes = [];
    let box = null;
    for (let vertex = 0; vertex < element.length; vertex++) {
      if (vertex === 0 || element[vertex] !== element[vertex - 1]) {
        rows.push(element[vertex]);
        box = [65535, 65535, 65535, 0, 0, 0];
        boxes.push(box);
      }
      for (let axis = 0; axis < 3; axis++) {
        const value = position[4 * vertex + axis];
        if (value < box[axis]) box[axis] = value;
        if (value > box[axis + 3]) box[axis + 3] = value;
      }
    }
    this.rows = Int32Array.from(rows);
    this.boxes = Uint16Array.from(boxes.flat());
  }

  /** Grow a Box3 by the box of one of the rows of this tile, by its position in `rows`. */
  growBox(box, position) {
    for (const side of [0, 3]) {
      const at = 6 * position + side;
      box.expandByPoint({
        x: this.corner.x + this.boxes[at] * this.step,
        y: this.corner.y + this.boxes[at + 1] * this.step,
        z: this.corner.z + this.boxes[at + 2] * this.step,
      });
    }
  }

  /** Look which passes have anything to draw; a pass without costs nothing then. */
  refresh(state) {
    this.hasSolid = this.hasClear = this.hasPickable = false;
    for (const row of this.rows) {
      const alpha = state.alpha(row);
      if (alpha === 255) this.hasSolid = true;
      else if (alpha > 0) this.hasClear = true;
      if (alpha > dougong.GHOST_LIMIT) this.hasPickable = true;
    }
    this.show();
  }

  show() {
    this.solid.visible = this.hasSolid;
    this.clear.visible = this.hasClear;
    this.lines.visible = this.movingLines && (this.hasSolid || this.hasClear);
  }

  showForPicking() {
    this.solid.visible = this.hasPickable;
    this.clear.visible = this.lines.visible = false;
  }
};
