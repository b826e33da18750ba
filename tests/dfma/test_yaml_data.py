from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from dfma.yaml_data import parse_yaml, read_yaml


def test_a_file_is_read_as_plain_values(tmp_path: Path) -> None:
    path = tmp_path / "table.yaml"
    path.write_text("kinds: [叠合板, beam]\nleast: 0.5\n", encoding="utf-8")
    assert read_yaml(path) == {"kinds": ["叠合板", "beam"], "least": 0.5}


def test_nothing_is_made_but_values() -> None:
    with pytest.raises(yaml.YAMLError):
        parse_yaml("!!python/object/apply:os.getcwd []")
