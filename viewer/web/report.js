// The view inside an HTML file: unpacks the scene, and joins picture, tree, findings and inspector.
"use strict";

dougong.Report = class {
  /** `text(name)` gives the content of one of the data elements of the page. */
  static async create(element, options, text) {
    const report = new dougong.Report();
    await report._build(element, options, text);
    return report;
  }

  async _build(element, options, text) {
    this.options = options;
    this.words = options.words;
    this.listeners = {};
    if (!dougong.canDraw()) throw new Error(this.words.no_webgl);
    const [libraries, data, blob] = await Promise.all([
      dougong.unpackedJson(text("libraries")), dougong.unpackedJson(text("data")), dougong.unpacked(text("blob")),
    ]);
    const loader = await dougong.loadLibraries(async (key) => libraries[key]);
    const manager = new dougong.WidgetManager(loader);
    for (const message of data.scene.messages) {
      await manager.handle(message, message.arrays.map((told) => dougong.column(blob, told).buffer));
    }
    this.table = new dougong.Table(data, blob);
    this.schemes = data.schemes.map((scheme) => {
      const texels = dougong.column(blob, scheme.texels);
      return { ...scheme, texels: new Uint8Array(texels.buffer) };
    });
    this._layOut(element);
    this.view = await dougong.View.create(loader, manager, data.scene.parts, this.stage, options);
    this.view.adoptTiles(data.scene.closed);
    this.shown = this.schemes[0].texels.slice(); // alpha is what is visible now, colours are those of the scheme
    this.view.on("picked", ({ row }) => this._picked(row));
    this.view.on("activated", ({ row }) => row >= 0 && this.show([row]));
    this._toolbar();
    this._colourBy(0);
    if (options.panels) {
      new dougong.Tree(this, this.tree);
      new dougong.FindingList(this, this.findings, data.findings);
    }
    this.inspector = new dougong.Inspector(this, this.properties, data.findings);
  }

  // --- what a page may call --------------------------------------------------------------------------------------

  /** Show elements in the accent colour. */
  select(guids) {
    this._select(this.table.rowsOf(guids));
  }

  /** Move the camera to elements; to the whole model when none is named. */
  frame(guids) {
    this.view.touched = true;
    this.view.frame(guids && guids.length ? this._shapes(this.table.rowsOf(guids)) : null);
  }

  isolate(guids) {
    this._visibility(this.table.rowsOf(guids), 0);
  }

  ghost(guids) {
    this._visibility(this.table.rowsOf(guids), 20);
  }

  showAll() {
    this.shown = this.scheme.texels.slice();
    this.view.setTexels(this.shown);
  }

  /** `picked`: called with the GlobalId under a click, or null. */
  on(name, listener) {
    this.listeners[name] = listener;
  }

  /** Pick at a place of the picture (fractions from the upper left), as a click there would. */
  pickAt(x, y) {
    const hit = this.view.picker.at(x, y);
    this._picked(hit ? hit.row : -1);
    return hit ? this.table.guid[hit.row] : null;
  }

  // --- inside ----------------------------------------------------------------------------------------------------

  hasShape(row) {
    return this.table.withParts([row]).some((part) => this.view.places.has(part));
  }

  /** Select and frame, from the tree and the findings. */
  show(rows) {
    this._select(rows);
    this.view.touched = true;
    this.view.frame(this._shapes(rows));
  }

  _shapes(rows) {
    return this.table.withParts(rows);
  }

  _select(rows) {
    this.selected = rows;
    this.view.select(this._shapes(rows));
    if (rows.length) this.inspector.show(rows[0]);
    else this.inspector.clear();
    if (!this.options.panels) this.properties.hidden = rows.length === 0;
  }

  _picked(row) {
    this._select(row < 0 ? [] : [row]);
    if (this.listeners.picked) this.listeners.picked(row < 0 ? null : this.table.guid[row]);
  }

  /** These rows as they are, all other visible ones with the given alpha (0 hidden, else ghost). */
  _visibility(rows, alpha) {
    const kept = new Set(this._shapes(rows));
    this.shown = this.scheme.texels.slice();
    for (let row = 0; row < this.table.guid.length; row++) {
      if (!kept.has(row) && this.shown[4 * row + 3]) this.shown.set([120, 128, 138, alpha], 4 * row);
    }
    this.view.setTexels(this.shown);
  }

  _colourBy(position) {
    this.scheme = this.schemes[position];
    this.shown = this.scheme.texels.slice();
    this.view.setTexels(this.shown);
    this.view.setLegend(this.scheme.title, this.scheme.legend);
  }

  // --- the furniture ---------------------------------------------------------------------------------------------

  _layOut(element) {
    const { made } = dougong;
    this.stage = made("div", "dg-stage");
    if (!this.options.panels) {
      this.properties = made("div", "dg-inspector dg-card");
      this.properties.hidden = true;
      this.stage.append(this.properties);
      element.replaceChildren(this.stage);
      return;
    }
    this.tree = made("div", "dg-list");
    this.findings = made("div", "dg-list");
    this.properties = made("aside", "dg-inspector");
    const left = made("nav", "dg-side");
    const tabs = made("div", "dg-tabs");
    const pages = [[this.words.tree, this.tree], [this.words.findings, this.findings]];
    for (const [label, page] of pages) {
      const tab = made("button", "dg-tab", label);
      tab.addEventListener("click", () => {
        pages.forEach(([, other]) => (other.hidden = other !== page));
        [...tabs.children].forEach((other) => other.classList.toggle("dg-on", other === tab));
      });
      tabs.append(tab);
    }
    left.append(tabs, this.tree, this.findings);
    tabs.firstChild.click();
    element.replaceChildren(left, this.stage, this.properties);
  }

  _toolbar() {
    const { made } = dougong;
    const bar = made("div", "dg-bar");
    const button = (word, act) => {
      const one = made("button", "", this.words[word]);
      one.addEventListener("click", act);
      bar.append(one);
    };
    const chosen = () => (this.selected || []).map((row) => this.table.guid[row]);
    const colours = made("select", "");
    colours.title = this.words.colour;
    this.schemes.forEach(({ title }) => colours.append(made("option", "", title)));
    colours.addEventListener("change", () => this._colourBy(colours.selectedIndex));
    bar.append(colours);
    button("fit", () => this.frame());
    button("isolate", () => chosen().length && this.isolate(chosen()));
    button("ghost", () => chosen().length && this.ghost(chosen()));
    button("show_all", () => this.showAll());
    bar.append(this._sectionControls());
    this.stage.append(bar);
  }

  _sectionControls() {
    const { made } = dougong;
    const holder = made("span", "dg-section");
    const axes = made("select", "");
    axes.title = this.words.section;
    ["–", "X", "Y", "Z"].forEach((axis) => axes.append(made("option", "", axis)));
    const place = made("input", "");
    Object.assign(place, { type: "range", min: 0, max: 1000, value: 500, hidden: true });
    place.setAttribute("aria-label", this.words.section);
    const normals = [[-1, 0, 0], [0, 1, 0], [0, 0, -1]];
    const cut = () => {
      place.hidden = axes.selectedIndex === 0;
      if (place.hidden) this.view.setSection([]);
      else this.view.setSectionAt(place.value / 1000, normals[axes.selectedIndex - 1]);
    };
    axes.addEventListener("change", cut);
    place.addEventListener("input", cut);
    holder.append(made("span", "", this.words.section), axes, place);
    return holder;
  }
};
