"""Weights are named, licensed and pinned."""

from __future__ import annotations

import dataclasses
import importlib.metadata

import pytest

from ai_review.weights import packaged_weights
from dfma.errors import UserError


def test_the_installed_files_are_the_ones_that_were_examined() -> None:
    packaged_weights().check()


def test_name_version_and_licence_are_those_of_the_package() -> None:
    weights = packaged_weights()
    installed = importlib.metadata.metadata(weights.distribution)
    assert (installed["Version"], installed["License"]) == (weights.version, weights.licence)


def test_another_file_is_refused() -> None:
    weights = packaged_weights()
    (path, _), *rest = weights.files
    with pytest.raises(UserError) as caught:
        dataclasses.replace(weights, files=((path, "0" * 64), *rest)).check()
    assert caught.value.message.key == "encoder.weights.changed"


def test_a_missing_package_is_named() -> None:
    with pytest.raises(UserError) as caught:
        dataclasses.replace(packaged_weights(), package="no_such_package").check()
    assert caught.value.message.key == "encoder.weights.missing"
