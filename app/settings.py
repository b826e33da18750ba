"""All settings in one typed table, with defaults; kept as YAML in the user's configuration folder.

A wrong value, or a file that a newer version wrote, is said in one sentence and nothing is changed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dfma.errors import UserError
from dfma.finding import Severity
from dfma.text import text
from dfma.yaml_data import read_yaml

if TYPE_CHECKING:
    from app.services.open_model import OpenSettings

SCHEMA_VERSION = 1
STAGES = ("scheme", "preliminary", "construction", "fabrication")
Stage = Literal["scheme", "preliminary", "construction", "fabrication"]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RuleSetting(_Table):
    """What a firm changes of one rule: never its logic."""

    off: bool = False
    severity: Severity | None = None
    parameters: dict[str, float | str | bool] = {}


class Settings(_Table):
    """The settings; each field's description is what the settings dialog and `dougong info --settings` show."""

    schema_version: int = SCHEMA_VERSION
    language: Annotated[
        Literal["zh_CN", "en"] | None,
        Field(description="Language of window, reports and messages; empty = the system's"),
    ] = None
    stage: Annotated[Stage, Field(description="Design stage that checks assume")] = "construction"
    scheme: Annotated[str, Field(description="Assembly rate scheme: an id, or the path of a YAML file")] = (
        "gbt51129-2017"
    )
    rate_efforts: Annotated[
        Path | None, Field(description="A firm's own table of efforts for raising the assembly rate; empty = ours")
    ] = None
    concrete_density: Annotated[float, Field(description="kg/m³ of reinforced concrete", gt=1000, lt=4000)] = 2500.0
    touch_tolerance: Annotated[float, Field(description="Largest gap in metres that still touches", ge=0, le=0.2)] = (
        0.025
    )
    lifting_limit_kg: Annotated[
        float, Field(description="What the crane lifts where it has to, kg; suggestions say what is heavier", gt=0)
    ] = 6000.0
    memory_ceiling_mb: Annotated[int, Field(description="Memory that reading shapes may take, MB", ge=256)] = 4096
    cache_folder: Annotated[Path | None, Field(description="Where opened models are kept; empty = user cache")] = None
    cache_cap_mb: Annotated[int, Field(description="Size of that folder at most, MB", ge=0)] = 4096
    encoder_folder: Annotated[Path | None, Field(description="A firm's own text encoder; empty = the packaged one")] = (
        None
    )
    rule_packs: Annotated[tuple[Path, ...], Field(description="Folders of a firm's own rules (YAML, IDS)")] = ()
    library: Annotated[
        str | None, Field(description="Shared component library (address); empty = the standard series")
    ] = None
    rules: Annotated[dict[str, RuleSetting], Field(description="Changes to single rules, by id")] = {}

    def open_settings(self) -> OpenSettings:
        """What opening a model depends on."""
        from app.services.open_model import OpenSettings
        from dfma.model.measures import DEFAULT_DENSITIES

        return OpenSettings(
            touch_tolerance=self.touch_tolerance,
            densities={**DEFAULT_DENSITIES, "concrete": self.concrete_density},
            memory_ceiling=self.memory_ceiling_mb * 1024**2,
            cache_folder=self.cache_folder,
            cache_cap=self.cache_cap_mb * 1024**2,
        )

    def changes(self) -> dict[str, str]:
        """Settings that differ from their defaults, as text for reports. Folders and language change no result."""
        beside = {"language", "cache_folder", "cache_cap_mb", "memory_ceiling_mb"}
        defaults = Settings()
        names = [name for name in type(self).model_fields if name not in beside]
        return {name: str(getattr(self, name)) for name in names if getattr(self, name) != getattr(defaults, name)}


def settings_path() -> Path:
    """Where the settings of this user lie."""
    from platformdirs import user_config_path

    return user_config_path("dougong", appauthor=False) / "settings.yaml"


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings, or the defaults when there is no file. Raises UserError naming the wrong field."""
    path = path or settings_path()
    if not path.exists():
        return Settings()
    try:
        table = read_yaml(path) or {}
        if isinstance(table, dict) and table.get("schema_version", 0) > SCHEMA_VERSION:
            raise UserError(text("app.settings.newer", path=str(path)))
        return Settings.model_validate(table)
    except (yaml.YAMLError, UnicodeDecodeError, TypeError):
        raise UserError(text("app.settings.unreadable", path=str(path))) from None
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise UserError(text("app.settings.wrong", path=str(path), field=field)) from None


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Write beside, then rename, so that a crash leaves the old file."""
    path = path or settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(yaml.safe_dump(settings.model_dump(mode="json"), allow_unicode=True, sort_keys=False), "utf-8")
    fresh.replace(path)
