// Lines and words over the model: drawn on top of everything, never picked, cut by no plane.
"use strict";

dougong.Annotations = class {
  constructor(three, view, element) {
    this.three = three;
    this.view = view;
    this.element = element;
    this.group = new three.Group();
    this.notes = [];
    view.scene.add(this.group);
  }

  /** `wanted`: {lines: [x, y, z, …] two points a line, notes: [{point, words}], colour: [r, g, b]}. */
  set(wanted) {
    this.clear();
    for (const { lines, notes, colour } of wanted) {
      const shade = `rgb(${colour.join(",")})`;
      if (lines.length) this.group.add(this._lines(lines, shade));
      for (const { point, words } of notes) {
        const note = dougong.made("div", "dg-note", words);
        note.style.background = shade;
        this.element.append(note);
        this.notes.push({ note, point: new this.three.Vector3().fromArray(point) });
      }
    }
  }

  /** Put the words where their points are in the picture; behind the camera there is no place for them. */
  place(camera) {
    const { clientWidth: width, clientHeight: height } = this.element;
    for (const { note, point } of this.notes) {
      const seen = point.clone().project(camera);
      note.hidden = Math.abs(seen.z) > 1 || Math.abs(seen.x) > 1 || Math.abs(seen.y) > 1;
      note.style.left = `${((seen.x + 1) / 2) * width}px`;
      note.style.top = `${((1 - seen.y) / 2) * height}px`;
    }
  }

  clear() {
    for (const drawn of this.group.children.slice()) {
      this.group.remove(drawn);
      drawn.geometry.dispose();
      drawn.material.dispose();
    }
    this.notes.forEach(({ note }) => note.remove());
    this.notes = [];
  }

  _lines(numbers, color) {
    const { three } = this;
    const geometry = new three.BufferGeometry();
    geometry.addAttribute("position", new three.BufferAttribute(new Float32Array(numbers), 3));
    const material = new three.LineBasicMaterial({ color, depthTest: false, transparent: true });
    const drawn = new three.LineSegments(geometry, material);
    drawn.renderOrder = 100;
    drawn.frustumCulled = false;
    return drawn;
  }
};
