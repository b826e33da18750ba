// The least widget manager that pythreejs' models work with: it makes models from messages and finds them by name.
"use strict";

dougong.WidgetManager = class {
  /** `say(widget, state)` is told when a model wants to be saved; the HTML view has nobody to tell. */
  constructor(loader) {
    this.loader = loader;
    this.models = new Map();
  }

  has_model(id) {
    return this.models.has(id);
  }

  get_model(id) {
    return this.models.get(id) || Promise.reject(new Error(`there is no widget ${id}`));
  }

  /** The three.js object of a widget. */
  async object(id) {
    return (await this.get_model(id)).obj;
  }

  /** Handle one message of the Python side, with its buffers as ArrayBuffers. */
  async handle(message, buffers) {
    const state = placed(message.state || {}, message.paths || [], buffers);
    if (message.event === "open") await this.open(message.widget, state);
    if (message.event === "update") await this.update(message.widget, state);
    if (message.event === "close") await this.close(message.widget);
  }

  open(id, state) {
    const model = this._make(id, state, silentComm(id));
    this.models.set(id, model);
    return model;
  }

  async update(id, state) {
    const model = await this.get_model(id);
    model.set_state(await model.constructor._deserialize_state(state, this));
  }

  async close(id) {
    const model = await this.get_model(id);
    this.models.delete(id);
    model.close(true);
  }

  async create_view(model, options = {}) {
    const View = this._class(model.get("_view_module"), model.get("_view_name"));
    const view = new View({ model, options });
    await view.render();
    return view;
  }

  // Some models are made by other models in the page (WebGLShadowMap); they live here only.
  async new_model(options, state = {}) {
    const id = options.model_id || `page-${this.models.size}`;
    const model = this._make(id, { _model_module: options.model_module, _model_name: options.model_name, ...state });
    this.models.set(id, model);
    return model;
  }

  new_widget(options, state) {
    return this.new_model(options, state);
  }

  register_model(id, model) {
    this.models.set(id, model);
  }

  async _create_comm(target, id) {
    return silentComm(id);
  }

  callbacks() {
    return {};
  }

  setViewOptions(options) {
    return options || {};
  }

  inline_sanitize(text) {
    return text;
  }

  resolveUrl(url) {
    return Promise.resolve(url);
  }

  async _make(id, state, comm) {
    const Model = this._class(state._model_module, state._model_name);
    const attributes = await Model._deserialize_state(state, this);
    const model = new Model(attributes, { widget_manager: this, model_id: id, comm });
    model.name = state._model_name;
    model.module = state._model_module;
    await model.initPromise;
    return model;
  }

  _class(module, name) {
    const found = this.loader.get(module)[name];
    if (!found) throw new Error(`there is no widget class ${module}.${name}`);
    return found;
  }
};

/** Put each buffer where its path says. */
function placed(state, paths, buffers) {
  paths.forEach((path, position) => {
    let holder = state;
    path.slice(0, -1).forEach((step) => (holder = holder[step]));
    holder[path.at(-1)] = new DataView(buffers[position]);
  });
  return state;
}

/** A line to Python that nobody listens to: models report their own state back, which Python knows already. */
function silentComm(id) {
  const answer = (callbacks) => {
    const idle = callbacks && callbacks.iopub && callbacks.iopub.status;
    if (idle) setTimeout(() => idle({ content: { execution_state: "idle" } }), 0);
    return id;
  };
  return {
    comm_id: id,
    target_name: "jupyter.widget",
    open: (data, callbacks) => answer(callbacks),
    send: (data, callbacks) => answer(callbacks),
    close: (data, callbacks) => answer(callbacks),
    on_msg() {},
    on_close() {},
  };
}
