// What lies over the picture: the legend at the lower left and the view cube at the upper right.
"use strict";

dougong.Overlay = class {
  constructor(view, element) {
    this.view = view;
    this.legend = made("div", "dg-legend");
    this.cube = made("div", "dg-cube");
    this.box = made("div", "dg-cube-box");
    this.cube.append(this.box);
    this.setCube(view.options.cube || {});
    this.legend.hidden = true;
    this.cube.hidden = !view.options.cube;
    element.append(this.legend, this.cube);
  }

  /** `labels`: what is written on each side, by the name of its view. */
  setCube(labels) {
    const faces = Object.entries(labels).map(([name, label]) => {
      const face = made("button", `dg-face dg-${name}`, label);
      face.addEventListener("click", () => this.view.standardView(name));
      return face;
    });
    this.box.replaceChildren(...faces);
  }

  /** `entries`: {label, colour: [r, g, b], count}. */
  setLegend(title, entries) {
    this.legend.hidden = entries.length === 0;
    const lines = entries.map(({ label, colour, count }) => {
      const line = made("div", "dg-line");
      const patch = made("i", "dg-patch");
      patch.style.background = `rgb(${colour.join(",")})`;
      line.append(patch, made("span", "dg-label", label), made("span", "dg-count", count.toLocaleString("en")));
      return line;
    });
    this.legend.replaceChildren(made("div", "dg-title", title), ...lines);
  }

  /** Turn the cube as the camera is turned. */
  turn(rig) {
    const { three } = this.view;
    // The style sheet's y runs down: mirror it on both sides of the turn.
    const matrix = new three.Matrix4().makeRotationFromQuaternion(rig.camera.quaternion.clone().inverse());
    const flip = new three.Matrix4().makeScale(1, -1, 1);
    const turned = flip.clone().multiply(matrix).multiply(flip);
    this.box.style.transform = `matrix3d(${turned.elements.map((value) => value.toFixed(5)).join(",")})`;
  }

  remove() {
    this.legend.remove();
    this.cube.remove();
  }
};

/** An element of the page with plain text in it; text never becomes markup. */
function made(tag, name, content = "") {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = content;
  return element;
}
dougong.made = made;
