// The page inside the desktop window: takes messages from Python one after the other, and tells what a person did.
"use strict";

dougong.Live = class {
  constructor(bridge, element) {
    this.bridge = bridge;
    this.element = element;
    this.turn = Promise.resolve();
    bridge.toPage.connect((text) => {
      const message = JSON.parse(text);
      // Begin the transfer at once, act in order.
      const buffers = Promise.all((message.buffers || []).map(fetchBuffer));
      this.turn = this.turn.then(async () => this._act(message, await buffers)).catch((error) => this._fail(error));
    });
  }

  async start() {
    this.loader = await dougong.loadLibraries(async (key) => (await fetch(`lib/${key}.js`)).text());
    this.manager = new dougong.WidgetManager(this.loader);
    this.say("ready", {});
  }

  say(event, value) {
    this.bridge.fromPage(JSON.stringify({ event, ...value }));
  }

  async _act(message, buffers) {
    if (message.event === "do") await this[`do_${message.name}`](message, buffers);
    else await this.manager.handle(message, buffers);
  }

  _fail(error) {
    this.say("failed", { reason: String((error && error.stack) || error) });
  }

  // --- what Python asks for ------------------------------------------------------------------------------------

  async do_show({ parts, options }) {
    if (!dougong.canDraw()) {
      this.say("failed", { webgl: true, reason: "the page gets no WebGL context" });
      return;
    }
    this.view = await dougong.View.create(this.loader, this.manager, parts, this.element, options);
    const modifiers = (event) => ({
      shift: event.shiftKey, control: event.ctrlKey, alt: event.altKey, meta: event.metaKey,
    });
    for (const name of ["picked", "activated", "menu"]) {
      this.view.on(name, ({ row, point, event }) => {
        const place = { x: event.clientX, y: event.clientY };
        this.say(name, { row, point: point ? point.toArray() : null, ...place, modifiers: modifiers(event) });
      });
    }
    this.view.on("lost", () => this.say("lost", {}));
    this.view.on("camera", (camera) => this.say("camera", { camera }));
  }

  do_hide() {
    if (this.view) this.view.remove();
    this.view = null;
  }

  do_adopt({ closed }) {
    this.view.adoptTiles(closed);
    this.say("adopted", { tiles: this.view.tiles.length });
  }

  do_texels(message, [buffer]) {
    this.view.setTexels(new Uint8Array(buffer));
  }

  do_select(message, [buffer]) {
    this.view.select(new Int32Array(buffer));
  }

  do_frame(message, [buffer]) {
    this.view.touched = true;
    this.view.frame(buffer ? new Int32Array(buffer) : null);
  }

  do_call({ method, values, answer }) {
    const result = this.view[method](...values);
    if (answer) this.say("answer", { answer, result: result === undefined ? null : result });
  }
};

async function fetchBuffer(token) {
  return (await fetch(`buffer/${token}`)).arrayBuffer();
}

new QWebChannel(qt.webChannelTransport, (channel) => {
  dougong.live = new dougong.Live(channel.objects.bridge, document.getElementById("view"));
  dougong.live.start().catch((error) => dougong.live._fail(error));
});
