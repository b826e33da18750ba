// The view: acts on the three.js objects that the pythreejs scene made, and draws only when something changed.
"use strict";

const FLIGHT = 280; // milliseconds a camera move takes
const HEAVY = 400000; // triangles from which edges rest while the camera moves
const SLOW_FRAME = 45; // milliseconds from which edges rest in any model

dougong.View = class {
  /**
   * Make the view of a scene inside an element of the page.
   * `parts`: names of its widgets (SceneWidgets.parts); `options`: accent, standardViews, background.
   */
  static async create(loader, manager, parts, element, options) {
    const view = new dougong.View();
    await view._build(loader.get("three"), manager, parts, element, options);
    return view;
  }

  async _build(three, manager, parts, element, options) {
    this.three = three;
    this.element = element;
    this.options = options;
    this.listeners = {};
    this.widget = await manager.create_view(await manager.get_model(parts.renderer));
    this.renderer = this.widget.renderer;
    this.renderer.sortObjects = true; // pythreejs means to, but spells it otherwise
    this.scene = this.widget.scene;
    this.canvas = this.renderer.domElement;
    element.appendChild(this.widget.el);
    this.model = await manager.object(parts.model);
    this.key = await manager.object(parts.key);
    this.rig = new dougong.CameraRig(three, this.widget.camera);
    this.state = new dougong.ElementState(three, await manager.object(parts.state), options.accent);
    const materials = await Promise.all([parts.solid, parts.clear, parts.line].map((id) => manager.object(id)));
    ["SOLID", "CLEAR", "LINE"].forEach((pass, position) => this.state.bind(materials[position], pass));
    [, , this.line] = materials;
    this.tiles = [];
    this.section = new dougong.Section(
      three, this, await Promise.all(parts.planes.map((id) => manager.object(id))), materials,
    );
    this.places = new Map(); // row → [[tile, position in the tile], …]
    this.box = new three.Box3();
    this.edges = true;
    this.frameTime = 0;
    this.drawnAt = 0;
    this.picker = new dougong.Picker(three, this);
    this.navigation = new dougong.Navigation(this, this.canvas);
    this.setBackground(options.background, options.edge);
    this.rig.look(this.rig.camera.position.clone(), new three.Vector3(), new three.Vector3(0, 0, 1));
    this.overlay = new dougong.Overlay(this, element);
    this.annotations = new dougong.Annotations(three, this, element);
    this.resizing = new ResizeObserver(() => this.resize());
    this.resizing.observe(element);
    this.resize();
  }

  /** Give everything back: the element of the page is empty again. */
  remove() {
    this.stopFlight();
    if (this.pending) cancelAnimationFrame(this.pending);
    clearTimeout(this.waiting);
    this.resizing.disconnect();
    this.section.set([]);
    this.annotations.clear();
    [this.navigation, this.picker, this.overlay, this.widget].forEach((part) => part.remove());
  }

  // --- what happened -------------------------------------------------------------------------------------------

  on(name, listener) {
    this.listeners[name] = listener;
  }

  report(name, value) {
    if (this.listeners[name]) this.listeners[name](value);
  }

  // --- tiles and looks -----------------------------------------------------------------------------------------

  /** Take over the tiles that were hung into the model since the last call; `closed`: see Tile, of each new one. */
  adoptTiles(closed) {
    this.model.children.slice(this.tiles.length).forEach((holder, number) => {
      const tile = new dougong.Tile(this.three, holder, closed[number]);
      tile.rows.forEach((row, position) => {
        if (!this.places.has(row)) this.places.set(row, []);
        this.places.get(row).push([tile, position]);
        tile.growBox(this.box, position);
      });
      tile.refresh(this.state);
      this.tiles.push(tile);
    });
    this.triangles = this.tiles.reduce((sum, tile) => sum + tile.triangles, 0);
    this.box.getBoundingSphere(this.rig.bounds);
    this.section.refresh();
    if (!this.touched) this.rig.state = this.rig.fitted(this.box);
    if (closed.length === this.tiles.length) this._draw();
    else this._redrawInTime();
  }

  setTexels(texels) {
    this.state.setTexels(texels);
    this._refresh();
  }

  select(rows) {
    this.state.select(rows);
    this._refresh();
  }

  _refresh() {
    this.tiles.forEach((tile) => tile.refresh(this.state));
    this.redraw();
  }

  setEdges(edges) {
    this.edges = edges;
    this._showLines();
  }

  setBackground(colour, edge) {
    this.renderer.setClearColor(colour, 1);
    this.element.style.background = colour;
    const { r, g, b } = new this.three.Color(colour);
    this.element.classList.toggle("dg-dark", r + g + b < 1);
    if (edge) this.line.color.set(edge);
    this.redraw();
  }

  /** Lines and words over the model, in place of those before. */
  setAnnotations(wanted) {
    this.annotations.set(wanted);
    this.redraw();
  }

  setLegend(title, entries) {
    this.overlay.setLegend(title, entries);
  }

  /** What is written on the sides of the view cube. */
  setCube(labels) {
    this.overlay.setCube(labels);
  }

  setSection(planes) {
    this.section.set(planes);
    this.redraw();
  }

  /** A plane with this normal at a share of the way through the model. */
  setSectionAt(share, normal) {
    if (this.box.isEmpty()) return;
    const point = this.box.min.clone().lerp(this.box.max, share);
    this.setSection([{ normal, constant: -new this.three.Vector3().fromArray(normal).dot(point) }]);
  }

  // --- camera --------------------------------------------------------------------------------------------------

  /** Show these rows whole (null: all that is visible); false when none of them has a shape. */
  frame(rows, { fly = true, towards, up } = {}) {
    const box = this.boxOf(rows);
    if (box.isEmpty()) return false;
    this.flyTo(this.rig.fitted(box, towards, up), fly);
    return true;
  }

  boxOf(rows) {
    const box = new this.three.Box3();
    const grow = (row) => (this.places.get(row) || []).forEach(([tile, position]) => tile.growBox(box, position));
    if (rows) rows.forEach(grow);
    else for (const row of this.places.keys()) if (this.state.alpha(row) > dougong.GHOST_LIMIT) grow(row);
    return box;
  }

  standardView(name) {
    const { towards, up } = this.options.standardViews[name];
    const vector = (values) => new this.three.Vector3().fromArray(values);
    this.touched = true;
    this.frame(null, { towards: vector(towards).normalize(), up: vector(up) });
  }

  setParallel(parallel) {
    this.rig.setParallel(parallel);
    this.redraw();
    this.report("camera", this.cameraValue());
  }

  setCamera({ position, target, up, projection, height }) {
    const vector = (values) => new this.three.Vector3().fromArray(values);
    this.stopFlight();
    this.touched = true;
    this.rig.look(vector(position), vector(target), vector(up));
    this.rig.parallel = projection === "parallel";
    if (height) this.rig.height = height;
    this.redraw();
    this.report("camera", this.cameraValue());
  }

  cameraValue() {
    const { camera, target, parallel, height } = this.rig;
    const up = new this.three.Vector3(0, 1, 0).applyQuaternion(camera.quaternion);
    return {
      position: camera.position.toArray(),
      target: target.toArray(),
      up: up.toArray(),
      projection: parallel ? "parallel" : "perspective",
      height: parallel ? height : null,
    };
  }

  /** Move the camera to a state of the rig; at once where frames are slow or a person wants little motion. */
  flyTo(state, fly = true) {
    const from = this.rig.state;
    const begin = performance.now();
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.stopFlight();
    const step = () => {
      const share = fly && !calm && this.frameTime < SLOW_FRAME ? Math.min(1, (performance.now() - begin) / FLIGHT) : 1;
      const eased = share * share * (3 - 2 * share);
      this.rig.state = share < 1 ? this.rig.between(from, state, eased) : state;
      this._draw();
      this.flight = share < 1 ? requestAnimationFrame(step) : null;
      if (share === 1) this.report("camera", this.cameraValue());
    };
    step();
  }

  stopFlight() {
    if (this.flight) cancelAnimationFrame(this.flight);
    this.flight = null;
  }

  // --- drawing -------------------------------------------------------------------------------------------------

  resize() {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (!width || !height) return;
    this.renderer.setPixelRatio(dougong.softwareDrawn(this.renderer.context) ? 1 : window.devicePixelRatio || 1);
    this.renderer.setSize(width, height);
    this.rig.aspect = width / height;
    this._draw();
  }

  setMoving(moving) {
    this.moving = moving;
    this._showLines();
  }

  _showLines() {
    const rest = this.moving && (this.triangles > HEAVY || this.frameTime > SLOW_FRAME);
    const shown = this.edges && !rest;
    if (this.linesShown === shown) return;
    this.linesShown = shown;
    this.tiles.forEach((tile) => {
      tile.movingLines = shown;
      tile.show();
    });
    this.redraw();
  }

  /** Draw before the next frame of the screen, once however often it is asked for. */
  redraw() {
    if (this.pending) return;
    this.pending = requestAnimationFrame(() => this._draw());
  }

  /** Draw soon, but while tiles arrive leave two thirds of the time to them. */
  _redrawInTime() {
    if (this.waiting) return;
    const rest = Math.max(0, this.drawnAt + 2 * this.frameTime - performance.now());
    this.waiting = setTimeout(() => {
      this.waiting = null;
      this.redraw();
    }, rest);
  }

  _draw() {
    if (this.pending) cancelAnimationFrame(this.pending);
    this.pending = null;
    const begin = performance.now();
    this.rig.project();
    // The key light stands over the viewer's left shoulder.
    this.key.position.set(-0.5, 0.65, 1).applyQuaternion(this.rig.camera.quaternion);
    this.widget.renderScene();
    this.overlay.turn(this.rig);
    this.annotations.place(this.rig.camera);
    this._measure(begin);
  }

  /** Time of a frame, waiting for the picture as the screen would. */
  _measure(begin) {
    const { context } = this.renderer;
    context.readPixels(0, 0, 1, 1, context.RGBA, context.UNSIGNED_BYTE, new Uint8Array(4));
    this.drawnAt = performance.now();
    this.frameTime = 0.5 * this.frameTime + 0.5 * (this.drawnAt - begin);
    if (this.moving) this._showLines();
  }

  /** The picture as a PNG data URL, in another size when one is given. */
  snapshot(width, height) {
    const { clientWidth, clientHeight } = this.element;
    if (width && height) {
      this.renderer.setPixelRatio(1);
      this.renderer.setSize(width, height, false);
      this.rig.aspect = width / height;
    }
    this._draw();
    const picture = this.canvas.toDataURL("image/png");
    if (width && height && clientWidth && clientHeight) this.resize();
    return picture;
  }
};

/** Whether the page gets a WebGL context at all. */
dougong.canDraw = () => {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("webgl2") || canvas.getContext("webgl");
  if (!context) return false;
  const extension = context.getExtension("WEBGL_lose_context");
  if (extension) extension.loseContext();
  return true;
};

/** Whether the graphics are computed by the processor; then every pixel counts. */
dougong.softwareDrawn = (context) => {
  const names = context.getExtension("WEBGL_debug_renderer_info");
  const renderer = names ? context.getParameter(names.UNMASKED_RENDERER_WEBGL) : "";
  return /swiftshader|llvmpipe|software|basic render/i.test(renderer);
};
