// Section planes: the pythreejs planes of the scene, switched into all materials; and the caps that fill the cuts.
//
// A cap is drawn where a ray through a pixel enters a closed solid before the plane and leaves it behind: the stencil
// counts back faces up and front faces down behind the plane, and what is not zero is inside.
"use strict";

dougong.Section = class {
  constructor(three, view, planes, materials) {
    this.three = three;
    this.view = view;
    this.planes = planes;
    this.materials = materials;
    this.active = [];
    this.caps = new three.Group();
    view.scene.add(this.caps);
  }

  /** `wanted`: at most as many {normal: [x, y, z], constant} as the scene has planes. */
  set(wanted) {
    this.active = wanted.slice(0, this.planes.length).map((plane, position) => {
      this.planes[position].normal.fromArray(plane.normal);
      this.planes[position].constant = plane.constant;
      return this.planes[position];
    });
    for (const material of this.materials) material.clippingPlanes = this.active.length ? this.active : null;
    this.refresh();
  }

  /** Make the caps anew, after the planes or the tiles changed in number. */
  refresh() {
    if (this.caps.children.length !== this.active.length || this.tilesCapped !== this.view.tiles.length) {
      this.caps.children.slice().forEach((cap) => this._drop(cap));
      this.active.forEach((plane, position) => this.caps.add(this._cap(plane, position)));
      this.tilesCapped = this.view.tiles.length;
    }
    this.active.forEach((plane, position) => this._place(this.caps.children[position].children[0], plane));
  }

  hideCaps() {
    this.caps.visible = false;
  }

  showCaps() {
    this.caps.visible = true;
  }

  _cap(plane, position) {
    const { three } = this;
    const cap = new three.Group();
    const others = this.active.filter((other) => other !== plane);
    const fill = new three.Mesh(new three.PlaneBufferGeometry(2, 2), this._fillMaterial(others));
    fill.frustumCulled = false;
    this._inStencil(fill, 2 * position + 2, (gl) => gl.stencilFunc(gl.NOTEQUAL, 0, 255), (gl) => gl.clear(gl.STENCIL_BUFFER_BIT));
    cap.add(fill);
    const counter = new three.MeshBasicMaterial({
      side: three.DoubleSide, colorWrite: false, depthWrite: false, depthTest: false, clippingPlanes: [plane],
    });
    this.view.state.bind(counter, "SOLID");
    for (const tile of this.view.tiles) {
      if (!tile.closed) continue;
      const count = new three.Mesh(tile.closedGeometry(three), counter);
      count.matrixAutoUpdate = false;
      count.matrix.copy(tile.solid.matrixWorld);
      count.matrixWorldNeedsUpdate = true;
      this._inStencil(count, 2 * position + 1, (gl) => {
        gl.stencilFunc(gl.ALWAYS, 0, 255);
        gl.stencilOpSeparate(gl.BACK, gl.KEEP, gl.KEEP, gl.INCR_WRAP);
        gl.stencilOpSeparate(gl.FRONT, gl.KEEP, gl.KEEP, gl.DECR_WRAP);
      });
      cap.add(count);
    }
    return cap;
  }

  /** three.js of this age has no stencil settings of materials: set them around the drawing of one object. */
  _inStencil(object, order, before, after = () => undefined) {
    const gl = this.view.renderer.context;
    object.renderOrder = order;
    object.onBeforeRender = () => {
      gl.enable(gl.STENCIL_TEST);
      before(gl);
    };
    object.onAfterRender = () => {
      after(gl);
      gl.stencilOp(gl.KEEP, gl.KEEP, gl.KEEP);
      gl.disable(gl.STENCIL_TEST);
    };
  }

  _fillMaterial(clippingPlanes) {
    const material = new this.three.MeshBasicMaterial({ color: 0x9aa1ab, side: this.three.DoubleSide, clippingPlanes });
    material.defines = { HATCHED: "" };
    material.onBeforeCompile = (shader) => {
      shader.fragmentShader = shader.fragmentShader.replace(
        "#include <color_fragment>",
        "#include <color_fragment>\n  if (mod(gl_FragCoord.x - gl_FragCoord.y, 7.0) < 1.3) diffuseColor.rgb *= 0.62;",
      );
    };
    return material;
  }

  /** A square over the whole model, in the plane. */
  _place(fill, plane) {
    const { center, radius } = this.view.rig.bounds;
    fill.scale.setScalar(radius * 1.1 + 0.1);
    plane.projectPoint(center, fill.position);
    fill.lookAt(fill.position.clone().add(plane.normal));
  }

  _drop(cap) {
    this.caps.remove(cap);
    cap.children.forEach(({ geometry, material }, position) => {
      material.dispose();
      if (position === 0) geometry.dispose(); // the others share the buffers of their tiles
    });
  }
};
