// Evaluates the AMD builds that pythreejs and ipywidgets ship, and hands each the modules that it asks for.
// Nothing is fetched here, and nothing is left behind in the window but `dougong`.
"use strict";
window.dougong = window.dougong || {};

dougong.Loader = class {
  constructor() {
    this.modules = new Map();
  }

  /** The exports of a module that was evaluated. */
  get(name) {
    if (!this.modules.has(name)) throw new Error(`module ${name} is not loaded`);
    return this.modules.get(name);
  }

  /** Evaluate one AMD build; its anonymous module gets the given names. */
  evaluate(names, source) {
    const define = (...given) => {
      const build = given.pop();
      const wanted = Array.isArray(given.at(-1)) ? given.pop() : [];
      const exports = {};
      const inputs = wanted.map((name) => this._input(name, names[0], exports));
      const made = typeof build === "function" ? build(...inputs) : build;
      names.forEach((name) => this.modules.set(name, made === undefined ? exports : made));
    };
    define.amd = {};
    // The builds carry hooks for the classic notebook: they ask for its parts, get no answer, and stay asleep.
    const require = () => undefined;
    require.config = () => undefined;
    const before = window.requirejs;
    window.requirejs = require;
    try {
      const inputs = ["define", "require", "requirejs", "Jupyter", "console"];
      const run = new Function(...inputs, `${source}\n//# sourceURL=dougong-${names[0]}.js`);
      run(define, require, require, { version: "7.0.0" }, QUIET);
    } finally {
      window.requirejs = before;
    }
  }

  _input(name, self, exports) {
    if (name === "exports") return exports;
    if (name === "module") return { id: self, uri: `./${self}.js` };
    return this.get(name);
  }
};

/** pythreejs says every drawing on the console; only what is wrong is let through. */
const QUIET = Object.assign(Object.create(console), { debug() {}, log() {}, info() {} });

/** The builds, in the order in which they need each other; the keys are the names Python serves them under. */
dougong.LIBRARIES = {
  three: ["three"],
  widgets: ["@jupyter-widgets/base", "@jupyter-widgets/controls", "@jupyter-widgets/output"],
  pythreejs: ["jupyter-threejs"],
};

/** Evaluate all builds. `sourceOf(key)` returns a promise of the text of one. */
dougong.loadLibraries = async (sourceOf) => {
  const loader = new dougong.Loader();
  const keys = Object.keys(dougong.LIBRARIES);
  const sources = await Promise.all(keys.map(sourceOf));
  keys.forEach((key, position) => loader.evaluate(dougong.LIBRARIES[key], sources[position]));
  return loader;
};
