// The only script that runs while the page is read: unpacks the program and starts it; calls made before wait for it.
(() => {
  "use strict";
  const text = (name) => document.getElementById(`dougong-${name}`).textContent;
  const options = JSON.parse(text("options"));
  const element = document.getElementById("dougong-view");
  const begin = async () => {
    if (!("DecompressionStream" in window)) throw new Error(options.words.old_browser);
    element.textContent = options.words.loading;
    const bytes = Uint8Array.from(atob(text("program")), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    new Function(await new Response(stream).text())();
    return window.dougong.Report.create(element, options, text);
  };
  const report = begin();
  report.catch((error) => {
    element.textContent = error.message;
    element.classList.add("dg-failed");
  });
  const later = (method) => (...values) => report.then((view) => view[method](...values));
  window.dougongView = { ready: report };
  for (const method of ["select", "frame", "isolate", "ghost", "showAll", "on", "pickAt"]) {
    window.dougongView[method] = later(method);
  }
})();
