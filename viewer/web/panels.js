// Tree, list of findings and inspector of the HTML view. All text is set as text.
"use strict";

const SHOWN_AT_ONCE = 400; // lines of a list; more are fetched by a button

dougong.Tree = class {
  constructor(report, element) {
    this.report = report;
    this.element = element;
    const { table } = report;
    const groups = new Map();
    table.guid.forEach((guid, row) => {
      if (!table.isElement[row] || table.whole[row] >= 0 || !report.hasShape(row)) return;
      const kinds = groups.get(table.storey[row]) || groups.set(table.storey[row], new Map()).get(table.storey[row]);
      const kind = table.kind(row);
      if (!kinds.has(kind)) kinds.set(kind, []);
      kinds.get(kind).push(row);
    });
    const storeys = [...table.storeys.map(([row, name]) => [row, name]).reverse(), [-1, report.words.none]];
    for (const [storey, name] of storeys) {
      const kinds = groups.get(storey);
      if (!kinds) continue;
      const all = [...kinds.values()].flat();
      const branch = this._branch(name, all, (inside) => {
        for (const [kind, rows] of [...kinds].sort((a, b) => b[1].length - a[1].length)) {
          inside.append(this._branch(kind, rows, (leaves) => this._leaves(leaves, rows)));
        }
      });
      element.append(branch);
    }
  }

  /** A line that opens, and fills itself the first time that it does. */
  _branch(label, rows, fill) {
    const details = dougong.made("details", "dg-branch");
    const summary = dougong.made("summary", "", label);
    summary.append(dougong.made("span", "dg-count", String(rows.length)));
    summary.addEventListener("dblclick", () => this.report.show(rows));
    details.append(summary);
    details.addEventListener("toggle", () => fill(details), { once: true });
    return details;
  }

  _leaves(inside, rows, from = 0) {
    for (const row of rows.slice(from, from + SHOWN_AT_ONCE)) {
      const leaf = dougong.made("button", "dg-leaf", this.report.table.label[row]);
      leaf.addEventListener("click", () => this.report.show([row]));
      inside.append(leaf);
    }
    const left = rows.length - from - SHOWN_AT_ONCE;
    if (left > 0) {
      const more = dougong.made("button", "dg-more", `+ ${left}`);
      more.addEventListener("click", () => {
        more.remove();
        this._leaves(inside, rows, from + SHOWN_AT_ONCE);
      });
      inside.append(more);
    }
  }
};

dougong.FindingList = class {
  constructor(report, element, findings) {
    this.report = report;
    if (!findings.length) element.append(dougong.made("p", "dg-empty", report.words.none));
    this._lines(element, findings, 0);
  }

  _lines(element, findings, from) {
    for (const finding of findings.slice(from, from + SHOWN_AT_ONCE)) {
      const line = dougong.made("button", `dg-finding dg-${finding.severity}`);
      const severity = this.report.options.severities[finding.severity];
      line.append(dougong.made("b", "", severity), dougong.made("span", "dg-sentence", finding.sentence));
      line.append(dougong.made("small", "", [finding.source, finding.clause].filter(Boolean).join(" · ")));
      line.addEventListener("click", () => {
        if (finding.rows.length) this.report.show(finding.rows);
      });
      element.append(line);
    }
    if (findings.length > from + SHOWN_AT_ONCE) {
      const more = dougong.made("button", "dg-more", `+ ${findings.length - from - SHOWN_AT_ONCE}`);
      more.addEventListener("click", () => {
        more.remove();
        this._lines(element, findings, from + SHOWN_AT_ONCE);
      });
      element.append(more);
    }
  }
};

dougong.Inspector = class {
  constructor(report, element, findings) {
    this.report = report;
    this.element = element;
    this.findings = new Map();
    for (const finding of findings) {
      for (const row of finding.rows) this.findings.set(row, [...(this.findings.get(row) || []), finding]);
    }
    this.clear();
  }

  clear() {
    this.element.replaceChildren(dougong.made("p", "dg-empty", this.report.words.pick));
  }

  show(row) {
    const { table, words } = this.report;
    const head = dougong.made("h3", "", table.label[row]);
    const storey = table.storeys.find(([number]) => number === table.storey[row]);
    const facts = [table.kind(row), table.className(row), table.type(row), storey ? storey[1] : ""];
    const parts = [head, dougong.made("p", "dg-facts", facts.filter(Boolean).join(" · "))];
    if (table.name(row) && table.name(row) !== table.label[row]) parts.push(dougong.made("p", "", table.name(row)));
    parts.push(dougong.made("p", "dg-guid", table.guid[row]));
    for (const finding of this.findings.get(row) || []) {
      const line = dougong.made("p", `dg-finding dg-${finding.severity}`);
      line.append(dougong.made("b", "", this.report.options.severities[finding.severity]), finding.sentence);
      parts.push(line);
    }
    for (const [set, lines] of table.propertiesOf(row)) {
      parts.push(dougong.made("h4", "", set));
      const list = dougong.made("dl", "");
      for (const [name, value, ofType] of lines) {
        const term = dougong.made("dt", "", name);
        if (ofType) term.title = words.of_type;
        list.append(term, dougong.made("dd", ofType ? "dg-of-type" : "", value));
      }
      parts.push(list);
    }
    this.element.replaceChildren(...parts);
  }
};
