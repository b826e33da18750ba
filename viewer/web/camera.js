// The camera: where it is, how it projects, and moving it. Lengths are metres from the origin of the scene, Z is up.
"use strict";

dougong.CameraRig = class {
  /** `camera`: the PerspectiveCamera of the scene, which also draws in parallel when asked to. */
  constructor(three, camera) {
    this.three = three;
    this.camera = camera;
    this.target = new three.Vector3();
    this.bounds = new three.Sphere(new three.Vector3(), 10);
    this.aspect = 1.5;
    this.parallel = false;
    this.height = 10;
    camera.matrixAutoUpdate = true;
    // three.js asks for this whenever it wants the projection; ours knows both kinds and a part of the picture.
    camera.updateProjectionMatrix = () => this.project();
  }

  get direction() {
    return new this.three.Vector3(0, 0, -1).applyQuaternion(this.camera.quaternion);
  }

  get distance() {
    return this.camera.position.distanceTo(this.target);
  }

  get _slope() {
    return Math.tan((this.camera.fov * Math.PI) / 360);
  }

  look(position, target, up) {
    const turn = new this.three.Matrix4().lookAt(position, target, up);
    this.camera.position.copy(position);
    this.camera.quaternion.setFromRotationMatrix(turn);
    this.target.copy(target);
  }

  /** Set the projection for the whole picture, or for a part of it given in fractions from the upper left. */
  project(part = { left: 0, top: 0, width: 1, height: 1 }) {
    const away = this.bounds.center.clone().sub(this.camera.position).dot(this.direction);
    const radius = this.bounds.radius * 1.05 + 0.01;
    const far = Math.max(away + radius, 1);
    const near = this.parallel ? away - radius : Math.max(away - radius, far / 10000, 0.01);
    const half = this.parallel ? this.height / 2 : near * this._slope;
    const left = half * this.aspect * (2 * part.left - 1);
    const top = half * (1 - 2 * part.top);
    const right = left + 2 * half * this.aspect * part.width;
    const bottom = top - 2 * half * part.height;
    const matrix = this.camera.projectionMatrix;
    if (this.parallel) matrix.makeOrthographic(left, right, top, bottom, near, far);
    else matrix.makePerspective(left, right, top, bottom, near, far);
    if (this.camera.projectionMatrixInverse) this.camera.projectionMatrixInverse.getInverse(matrix);
    this.camera.updateMatrixWorld();
  }

  /** Turn around a point: `turn` about the vertical, `tilt` up or down, in radians. */
  orbit(pivot, turn, tilt) {
    const { Quaternion, Vector3 } = this.three;
    const limit = Math.PI / 2 - 1e-3;
    const height = Math.asin(Math.min(1, Math.max(-1, this.direction.z)));
    const allowed = Math.min(limit, Math.max(-limit, height + tilt)) - height;
    const right = new Vector3(1, 0, 0).applyQuaternion(this.camera.quaternion);
    const step = new Quaternion()
      .setFromAxisAngle(new Vector3(0, 0, 1), turn)
      .multiply(new Quaternion().setFromAxisAngle(right, allowed));
    for (const point of [this.camera.position, this.target]) point.sub(pivot).applyQuaternion(step).add(pivot);
    this.camera.quaternion.premultiply(step);
  }

  /** Shift the picture by fractions of its height, as if it were held at the given depth. */
  pan(right, up, depth) {
    const size = this.parallel ? this.height : 2 * depth * this._slope;
    const shift = new this.three.Vector3(-right * size, -up * size, 0).applyQuaternion(this.camera.quaternion);
    this.camera.position.add(shift);
    this.target.add(shift);
  }

  /** Come nearer to a point (factor below 1) or go away from it. */
  zoom(point, factor) {
    if (this.parallel) {
      this.height *= factor;
      const shift = point.clone().sub(this.target).multiplyScalar(1 - factor);
      shift.addScaledVector(this.direction, -shift.dot(this.direction));
      this.camera.position.add(shift);
      this.target.add(shift);
      return;
    }
    const least = this.bounds.radius / 2000;
    const step = Math.max(this.camera.position.distanceTo(point), least) * (1 - factor);
    this.camera.position.addScaledVector(point.clone().sub(this.camera.position).normalize(), step);
    this.target.copy(this.camera.position).addScaledVector(this.direction, Math.max(this.distance - step, least));
  }

  /** A state that shows a box whole, looking in a direction (default: as now). */
  fitted(box, towards, up) {
    const { Matrix4, Quaternion, Vector3 } = this.three;
    const quaternion = new Quaternion().copy(this.camera.quaternion);
    if (towards) {
      quaternion.setFromRotationMatrix(new Matrix4().lookAt(new Vector3(), towards, up || new Vector3(0, 0, 1)));
    }
    const center = box.getCenter(new Vector3());
    const half = box.getSize(new Vector3()).multiplyScalar(0.5);
    const back = quaternion.clone().inverse();
    let distance = 0.1;
    let height = 0.1;
    for (let corner = 0; corner < 8; corner++) {
      const point = new Vector3(...[0, 1, 2].map((axis) => half.getComponent(axis) * (corner & (1 << axis) ? 1 : -1)));
      point.applyQuaternion(back);
      const reach = Math.max(Math.abs(point.x) / this.aspect, Math.abs(point.y)) * 1.1;
      distance = Math.max(distance, reach / this._slope + point.z);
      height = Math.max(height, 2 * reach);
    }
    const direction = new Vector3(0, 0, -1).applyQuaternion(quaternion);
    return { position: center.clone().addScaledVector(direction, -distance), quaternion, target: center, height };
  }

  get state() {
    return {
      position: this.camera.position.clone(),
      quaternion: this.camera.quaternion.clone(),
      target: this.target.clone(),
      height: this.height,
    };
  }

  set state(state) {
    this.camera.position.copy(state.position);
    this.camera.quaternion.copy(state.quaternion);
    this.target.copy(state.target);
    this.height = state.height;
  }

  /** A state on the way from one to another; share runs from 0 to 1. */
  between(from, to, share) {
    const { Quaternion, Vector3 } = this.three;
    const quaternion = new Quaternion().copy(from.quaternion).slerp(to.quaternion, share);
    const target = from.target.clone().lerp(to.target, share);
    const near = from.position.distanceTo(from.target);
    const distance = near + (to.position.distanceTo(to.target) - near) * share;
    const direction = new Vector3(0, 0, -1).applyQuaternion(quaternion);
    return {
      position: target.clone().addScaledVector(direction, -distance),
      quaternion,
      target,
      height: from.height + (to.height - from.height) * share,
    };
  }

  setParallel(parallel) {
    if (parallel === this.parallel) return;
    if (parallel) this.height = 2 * this.distance * this._slope;
    else this.camera.position.copy(this.target).addScaledVector(this.direction, -this.height / (2 * this._slope));
    this.parallel = parallel;
  }

  /** Ray through a place of the picture, given in fractions from the upper left. */
  ray(x, y) {
    const { Ray, Vector3 } = this.three;
    const half = this.parallel ? this.height / 2 : this._slope;
    const side = new Vector3(half * this.aspect * (2 * x - 1), half * (1 - 2 * y), this.parallel ? 0 : -1);
    side.applyQuaternion(this.camera.quaternion);
    if (this.parallel) return new Ray(this.camera.position.clone().add(side), this.direction);
    return new Ray(this.camera.position.clone(), side.normalize());
  }
};
