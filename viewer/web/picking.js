// What is under the pointer: one pixel is drawn with row numbers instead of colours and read back.
"use strict";

dougong.Picker = class {
  constructor(three, view) {
    this.three = three;
    this.view = view;
    const nearest = { minFilter: three.NearestFilter, magFilter: three.NearestFilter };
    this.pixel = new three.WebGLRenderTarget(1, 1, nearest);
    this.rows = this._material("PICK");
    this.depth = this._material("DEPTH");
  }

  /** Row and point at a place of the picture (fractions from the upper left), or null where there is nothing. */
  at(x, y) {
    const row = this._read(this.rows, x, y) - 1;
    return row < 0 ? null : { row, point: this._point(this._read(this.depth, x, y) / 16777215, x, y) };
  }

  remove() {
    [this.pixel, this.rows, this.depth].forEach((held) => held.dispose());
  }

  _material(pass) {
    const material = new this.three.MeshBasicMaterial({ side: this.three.DoubleSide });
    this.view.state.bind(material, pass);
    return material;
  }

  _read(material, x, y) {
    const { renderer, scene, rig } = this.view;
    const size = renderer.getSize();
    const part = { left: x - 0.5 / size.width, top: y - 0.5 / size.height, width: 1 / size.width, height: 1 / size.height };
    const colour = renderer.getClearColor().clone();
    const alpha = renderer.getClearAlpha();
    const answer = new Uint8Array(4);
    material.clippingPlanes = this.view.section.active;
    this.view.tiles.forEach((tile) => tile.showForPicking());
    this.view.section.hideCaps();
    this.view.annotations.group.visible = false;
    scene.overrideMaterial = material;
    rig.project(part);
    renderer.setClearColor(0, 0);
    renderer.render(scene, rig.camera, this.pixel, true);
    renderer.readRenderTargetPixels(this.pixel, 0, 0, 1, 1, answer);
    renderer.setClearColor(colour, alpha);
    renderer.setRenderTarget(null);
    scene.overrideMaterial = null;
    rig.project();
    this.view.tiles.forEach((tile) => tile.show(this.view.state));
    this.view.section.showCaps();
    this.view.annotations.group.visible = true;
    return answer[0] + 256 * answer[1] + 65536 * answer[2];
  }

  _point(depth, x, y) {
    const { camera } = this.view.rig;
    const inverse = new this.three.Matrix4().getInverse(camera.projectionMatrix);
    return new this.three.Vector3(2 * x - 1, 1 - 2 * y, 2 * depth - 1).applyMatrix4(inverse).applyMatrix4(camera.matrixWorld);
  }
};
