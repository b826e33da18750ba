// Section planes: the pythreejs planes of the scene, switched into all materials.
"use strict";

dougong.Section = class {
  constructor(three, planes, materials) {
    this.three = three;
    this.planes = planes;
    this.materials = materials;
    this.active = [];
  }

  /** `wanted`: at most as many {normal: [x, y, z], constant} as the scene has planes. */
  set(wanted) {
    this.active = wanted.slice(0, this.planes.length).map((plane, position) => {
      this.planes[position].normal.fromArray(plane.normal);
      this.planes[position].constant = plane.constant;
      return this.planes[position];
    });
    for (const material of this.materials) material.clippingPlanes = this.active.length ? this.active : null;
  }

  hideCaps() {}

  showCaps() {}
};
