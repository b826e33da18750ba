"""How the window looks: Qt's Fusion style with the colours of `theme.yaml`, light or dark."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import qtawesome
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from dfma.yaml_data import read_yaml

THEMES = ("light", "dark")
BODY_PX = 13
SMALL_PX = 11
GRID = 4

_CHINESE_FAMILIES = ["Noto Sans CJK SC", "Microsoft YaHei UI", "PingFang SC"]

SEVERITY_ICONS = {"error": "mdi6.close-octagon", "warning": "mdi6.alert", "advice": "mdi6.lightbulb-on-outline"}
"""A shape for each severity, so that it reads without colour."""


@cache
def colours(theme: str) -> Mapping[str, str]:
    """The named colours of one theme."""
    tables = read_yaml(Path(__file__).parent / "theme.yaml")
    return dict(tables[theme])


class Theme(QObject):
    """The look in use. Whoever paints with colours or icons of its own listens to `changed`."""

    changed = Signal()

    def __init__(self, application: QApplication, name: str) -> None:
        super().__init__(application)
        self._application = application
        self.name = ""
        application.setStyle("Fusion")
        application.setFont(_body_font())
        self.use(name)

    def use(self, name: str) -> None:
        """Change to `light` or `dark`; `system` follows the desktop."""
        if name == "system":
            scheme = self._application.styleHints().colorScheme()
            name = "dark" if scheme == Qt.ColorScheme.Dark else "light"
        if name == self.name:
            return
        self.name = name
        self._application.setPalette(_palette(colours(name)))
        self._application.setStyleSheet(_STYLE.format(small=SMALL_PX, **colours(name)))
        self.changed.emit()

    def __getitem__(self, name: str) -> str:
        return colours(self.name)[name]

    def colour(self, name: str) -> QColor:
        """A named colour of the theme."""
        return QColor(self[name])

    def icon(self, name: str, colour: str = "secondary") -> QIcon:
        """An icon of the one set, drawn in a colour of the theme; faint where it is disabled."""
        return qtawesome.icon(name, color=self[colour], color_disabled=self["disabled"])

    def severity_icon(self, severity: str) -> QIcon:
        """The mark of a severity."""
        return self.icon(SEVERITY_ICONS[severity], severity)


def _body_font() -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setFamilies([*font.families(), *_CHINESE_FAMILIES])
    font.setPixelSize(BODY_PX)
    return font


def _palette(colour: Mapping[str, str]) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: "window",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "base",
        QPalette.ColorRole.AlternateBase: "alternate",
        QPalette.ColorRole.ToolTipBase: "raised",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.PlaceholderText: "secondary",
        QPalette.ColorRole.Button: "raised",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.Highlight: "selected",
        QPalette.ColorRole.HighlightedText: "selected_text",
        QPalette.ColorRole.Accent: "accent",
        QPalette.ColorRole.Mid: "border",
        QPalette.ColorRole.Midlight: "hover",
        QPalette.ColorRole.Light: "raised",
    }
    palette = QPalette()
    for role, name in roles.items():
        palette.setColor(role, QColor(colour[name]))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colour["disabled"]))
    return palette


_STYLE = """
QToolTip {{ color: {text}; background: {raised}; border: 1px solid {border}; padding: 4px; }}
QMainWindow::separator {{ background: {border}; width: 1px; height: 1px; }}
QMainWindow::separator:hover {{ background: {accent}; }}
QDockWidget {{ font-weight: 600; }}
QDockWidget::title {{ background: {window}; padding: 6px 8px; border: none; }}
QToolBar {{ background: {window}; border: none; border-bottom: 1px solid {border}; padding: 2px 4px; spacing: 2px; }}
QToolBar::separator {{ background: {border}; width: 1px; margin: 6px 4px; }}
QToolBar QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 4px 6px; }}
QToolBar QToolButton:hover {{ background: {hover}; }}
QToolBar QToolButton:checked {{ background: {selected}; color: {selected_text}; }}
QToolBar QToolButton:focus, QPushButton:focus {{ border: 1px solid {accent}; }}
QToolBar QToolButton:disabled {{ color: {disabled}; }}
QToolButton[role="toggle"] {{ border: 1px solid {border}; border-radius: 4px; padding: 3px 6px; color: {secondary}; }}
QToolButton[role="toggle"]:hover {{ background: {hover}; }}
QToolButton[role="toggle"]:checked {{ background: {selected}; color: {selected_text}; border-color: {selected}; }}
QToolButton[role="toggle"]:focus {{ border-color: {accent}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {border}; border-radius: 4px; margin: 1px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::handle:hover {{ background: {disabled}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QStatusBar {{ border-top: 1px solid {border}; }}
QStatusBar::item {{ border: none; }}
QTreeView, QTableView, QListView, QScrollArea, QPlainTextEdit {{ border: none; background: {base}; }}
QTreeView::item, QTableView::item {{ padding: 2px 4px; }}
QTreeView::item:hover, QTableView::item:hover, QListView::item:hover {{ background: {hover}; }}
QTreeView::item:selected, QTableView::item:selected, QListView::item:selected {{
  background: {selected}; color: {selected_text}; }}
QHeaderView::section {{ background: {window}; color: {secondary}; border: none; border-bottom: 1px solid {border};
  padding: 4px 6px; font-size: {small}px; }}
QLineEdit {{ border: 1px solid {border}; border-radius: 4px; padding: 3px 6px; background: {base};
  selection-background-color: {selected}; selection-color: {selected_text}; }}
QLineEdit:focus {{ border-color: {accent}; }}
QLineEdit[wrong="true"] {{ border-color: {error}; }}
QPushButton {{ border: 1px solid {border}; border-radius: 4px; padding: 4px 12px; background: {raised}; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:disabled {{ color: {disabled}; }}
QPushButton:default, QPushButton[primary="true"] {{ background: {accent}; color: {accent_text};
  border-color: {accent}; }}
QPushButton:default:disabled, QPushButton[primary="true"]:disabled {{
  background: {hover}; color: {disabled}; border-color: {border}; }}
QPushButton[flat="true"] {{ border-color: transparent; background: transparent; }}
QTabBar::tab {{ padding: 5px 12px; border: none; border-bottom: 2px solid transparent; color: {secondary}; }}
QTabBar::tab:selected {{ color: {text}; border-bottom-color: {accent}; }}
QTabBar::tab:hover {{ background: {hover}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {border}; }}
QProgressBar {{ border: none; background: {hover}; max-height: 4px; border-radius: 2px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 2px; }}
QMenu {{ background: {raised}; border: 1px solid {border}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 8px; border-radius: 4px; }}
QMenu::item:selected {{ background: {selected}; color: {selected_text}; }}
QMenu::item:disabled {{ color: {disabled}; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 4px 8px; }}
QMenuBar::item:selected {{ background: {hover}; }}
QLabel[role="small"] {{ color: {secondary}; font-size: {small}px; }}
QLabel[role="heading"] {{ font-weight: 600; }}
QLabel[role="title"] {{ font-size: 16px; font-weight: 600; }}
QLabel[role="error"] {{ color: {error}; }}
QFrame[role="card"] {{ background: {base}; border: 1px solid {border}; border-radius: 6px; }}
QWidget[role="page"] {{ background: {base}; }}
QFrame[role="line"] {{ background: {border}; max-height: 1px; }}
"""
