// Mouse and keys: left drag turns, right or middle drag (or Shift and left) shifts, the wheel zooms where it points.
"use strict";

const DRAG_STARTS = 4; // pixels; less is a click
const SETTLES = 160; // milliseconds without movement

dougong.Navigation = class {
  constructor(view, canvas) {
    this.view = view;
    this.canvas = canvas;
    this.press = null;
    canvas.tabIndex = 0;
    canvas.style.touchAction = "none";
    // The canvas outlives the view: pythreejs hands it on to the next one.
    this.ends = new AbortController();
    const listen = (name, act) => canvas.addEventListener(name, act, { signal: this.ends.signal, passive: false });
    listen("pointerdown", (event) => this._down(event));
    listen("pointermove", (event) => this._move(event));
    listen("pointerup", (event) => this._up(event));
    listen("pointercancel", () => (this.press = null));
    listen("dblclick", (event) => view.report("activated", this._hit(event)));
    listen("wheel", (event) => this._wheel(event));
    listen("webglcontextlost", () => view.report("lost"));
    listen("contextmenu", (event) => event.preventDefault());
  }

  remove() {
    this.ends.abort();
    clearTimeout(this.rest);
  }

  _place(event) {
    const box = this.canvas.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  }

  _hit(event) {
    const { x, y } = this._place(event);
    return { ...(this.view.picker.at(x, y) || { row: -1 }), event };
  }

  _down(event) {
    this.canvas.focus();
    this.canvas.setPointerCapture(event.pointerId);
    this.view.stopFlight();
    this.press = { event, last: event, dragging: false };
  }

  _move(event) {
    const press = this.press;
    if (!press) return;
    const far = Math.hypot(event.clientX - press.event.clientX, event.clientY - press.event.clientY);
    if (!press.dragging && far < DRAG_STARTS) return;
    if (!press.dragging) this._startDrag(press);
    const box = this.canvas.getBoundingClientRect();
    const right = (event.clientX - press.last.clientX) / box.height;
    const down = (event.clientY - press.last.clientY) / box.height;
    if (press.panning) this.view.rig.pan(right, -down, press.depth);
    else this.view.rig.orbit(press.pivot, -right * Math.PI, -down * Math.PI);
    press.last = event;
    this._moved();
  }

  /** One turns around what one grabs, and what one shifts follows the pointer at its own depth. */
  _startDrag(press) {
    const { rig } = this.view;
    const { x, y } = this._place(press.event);
    const hit = this.view.picker.at(x, y);
    press.dragging = true;
    press.panning = press.event.button !== 0 || press.event.shiftKey;
    press.pivot = hit ? hit.point : rig.target.clone();
    press.depth = hit ? hit.point.clone().sub(rig.camera.position).dot(rig.direction) : rig.distance;
  }

  _up(event) {
    const press = this.press;
    this.press = null;
    if (!press) return;
    if (press.dragging) this._moved();
    else if (event.button === 0) this.view.report("picked", this._hit(event));
    else if (event.button === 2) this.view.report("menu", this._hit(event));
  }

  _wheel(event) {
    event.preventDefault();
    this.view.stopFlight();
    const { x, y } = this._place(event);
    if (!this.grip || performance.now() - this.grip.time > 400) {
      const hit = this.view.picker.at(x, y);
      const { rig } = this.view;
      const ray = rig.ray(x, y);
      this.grip = { point: hit ? hit.point : ray.origin.addScaledVector(ray.direction, rig.distance) };
    }
    this.grip.time = performance.now();
    const notch = event.deltaMode === 1 ? 33 : 1;
    this.view.rig.zoom(this.grip.point, Math.exp(Math.max(-240, Math.min(240, event.deltaY * notch)) * 0.0016));
    this._moved();
  }

  _moved() {
    this.view.touched = true;
    this.view.setMoving(true);
    this.view.redraw();
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      this.view.setMoving(false);
      this.view.report("camera", this.view.cameraValue());
    }, SETTLES);
  }
};
