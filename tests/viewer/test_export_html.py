"""The HTML view: complete in itself, harmless whatever the model says, and alive in a browser without a network."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dfma.text import Catalogue
from tests.viewer.house import HOSTILE, findings, house
from viewer.export_html import html_view_fragment, write_html_view
from viewer.scene.appearance import by_severity

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WITHOUT_NETWORK = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--use-gl=angle", "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader", "--window-size=1200,700", "--virtual-time-budget=20000",
    "--force-prefers-reduced-motion", "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9",
]  # fmt: skip


def page_of(catalogue: Catalogue, title: str = "Building") -> str:
    written = io.StringIO()
    model = house()
    write_html_view(
        written, model, appearance=by_severity(model, findings()), findings=findings(), catalogue=catalogue, title=title
    )
    return written.getvalue()


class Markup(HTMLParser):
    """Collects elements and addresses that would be fetched."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "srcset", "action", "data")]


def test_everything_is_in_the_file(chinese: Catalogue) -> None:
    page = page_of(chinese)
    assert Markup(page).addresses == []
    assert "⟨" not in page, "every sentence is known"


def test_names_of_the_model_cannot_become_markup(english: Catalogue) -> None:
    page = page_of(english, title=HOSTILE)
    assert "img" not in Markup(page).tags
    assert HOSTILE not in page
    assert page.count("</script>") == len(re.findall(r"<script\b", page))


def test_the_same_model_gives_the_same_bytes(english: Catalogue) -> None:
    assert page_of(english) == page_of(english)


def test_the_fragment_is_small_and_without_the_frame_of_a_page(english: Catalogue) -> None:
    model = house()
    fragment = html_view_fragment(model, appearance=by_severity(model, findings()), catalogue=english)
    assert {"html", "body", "head"}.isdisjoint(Markup(fragment).tags)
    assert len(fragment) < 900_000


def in_browser(page: str, folder: Path, act: str) -> dict[str, object]:
    """Open the page from disk in a real browser, run JavaScript in it, and return what it says."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    script = f"""<script>
      const errors = [];
      window.addEventListener("error", (event) => errors.push(event.message));
      window.addEventListener("unhandledrejection", (event) => errors.push(String(event.reason)));
      (async () => {{
        const report = await dougongView.ready;
        const inside = (selector) => document.querySelector(selector).textContent;
        const said = await (async () => {{ {act} }})();
        const element = document.createElement("pre");
        element.id = "said";
        element.textContent = JSON.stringify({{ ...said, errors, title: document.title }});
        document.body.append(element);
      }})();
    </script></body>"""
    path = folder / "view.html"
    path.write_text(page.replace("</body>", script), encoding="utf-8")
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [CHROMIUM, *WITHOUT_NETWORK, profile, "--dump-dom", path.as_uri()]
    found = subprocess.run(command, capture_output=True, text=True, timeout=180, check=True)
    said = re.search(r'<pre id="said">(.*?)</pre>', found.stdout, re.DOTALL)
    assert said, found.stderr[-3000:] + found.stdout[-500:]
    return json.loads(said[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


PIXELS = """
  const count = (test) => {
    report.view._draw();
    const { context: gl } = report.view.renderer;
    const size = [gl.drawingBufferWidth, gl.drawingBufferHeight];
    const data = new Uint8Array(4 * size[0] * size[1]);
    gl.readPixels(0, 0, ...size, gl.RGBA, gl.UNSIGNED_BYTE, data);
    let found = 0;
    for (let at = 0; at < data.length; at += 4) if (test(data[at], data[at + 1], data[at + 2])) found++;
    return found / (size[0] * size[1]);
  };
  const ink = () => count((red) => red < 225);
  const blue = () => count((red, green, strong) => strong - red > 60 && strong - green > 40);
"""


def test_picking_properties_findings_and_section_work_from_disk(chinese: Catalogue, tmp_path: Path) -> None:
    said = in_browser(
        page_of(chinese),
        tmp_path,
        PIXELS
        + """
        report.view.standardView("front");
        const before = blue();
        const guid = await dougongView.pickAt(0.5, 0.5);
        const picked = { before, guid, after: blue(), inspector: inside(".dg-inspector") };
        const whole = ink();
        report.view.setSectionAt(0.5, [0, 0, -1]);
        const cut = ink();
        report.view.setSection([]);
        await dougongView.isolate([guid]);
        const alone = ink();
        await dougongView.showAll();
        document.querySelectorAll(".dg-tab")[1].click();
        document.querySelector(".dg-finding").click();
        document.querySelector(".dg-branch").open = true;
        await new Promise((done) => setTimeout(done, 500));
        return {
          picked, whole, cut, alone, tree: inside(".dg-list"), finding: inside(".dg-finding"),
          shown: inside(".dg-inspector h3"), legend: inside(".dg-legend"), schemes: inside(".dg-bar select"),
          images: document.images.length,
        };
        """,
    )
    assert said["errors"] == []
    assert said["title"] == "Building"
    picked = said["picked"]
    assert picked["guid"] == "wall-1-0"
    assert picked["before"] < 0.001  # a glimpse of the blue of advice
    assert picked["after"] > 0.03
    for part in ("WQ-10", "IfcWall", "1", "2F", "Pset_WallCommon", "LoadBearing", "R0"):
        assert part in picked["inspector"]
    assert said["whole"] > 0.1
    assert said["cut"] == pytest.approx(said["whole"] / 2, rel=0.25)
    assert 0 < said["alone"] < said["whole"] / 2
    assert said["shown"] == HOSTILE
    assert HOSTILE in said["finding"]
    assert said["images"] == 0
    for word in (chinese.say_key("severity.error"), chinese.say_key("viewer.colour.severity")):
        assert word in said["legend"]
    assert chinese.say_key("viewer.colour.kind") in said["schemes"]
    assert chinese.say_key("kind.composite_slab") in said["tree"]


def test_a_page_around_the_fragment_steers_it(english: Catalogue, tmp_path: Path) -> None:
    model = house()
    shown = by_severity(model, findings())
    fragment = html_view_fragment(model, appearance=shown, findings=findings(), catalogue=english)
    page = f"<!doctype html><meta charset=utf-8><body><div style='height:500px'>{fragment}</div></body>"
    said = in_browser(
        page,
        tmp_path,
        PIXELS
        + """
        const heard = [];
        dougongView.on("picked", (guid) => heard.push(guid));
        await dougongView.select(["wall-0-0", "unknown"]);
        const selected = blue();
        await dougongView.frame(["wall-0-0"]);
        const near = blue();
        await dougongView.pickAt(0.5, 0.5);
        const card = inside(".dg-card");
        await dougongView.pickAt(0.001, 0.999);
        const gone = document.querySelector(".dg-card").hidden;
        return { selected, near, heard, card, gone, panels: document.querySelectorAll(".dg-side").length };
        """,
    )
    assert said["errors"] == []
    assert 0.001 < said["selected"] < said["near"]
    assert said["heard"] == ["wall-0-0", None]
    assert said["panels"] == 0
    for part in ("IfcWall", "wall-0-0", english.say_key("severity.error"), HOSTILE):
        assert part in said["card"]
    assert said["gone"]
