"""Operation: what owners and occupants need from the design for as long as the building stands."""

from dfma.rules.packs.operation.ope_009_storey_height import storey_height
from dfma.rules.packs.operation.ope_092_stair_steps import stair_steps
from dfma.rules.packs.operation.ope_139_classification import classification

NAME = "operation"
VERSION = "1"
RULES = (
    storey_height,
    "OPE-078",
    stair_steps,
    "OPE-094",
    "OPE-096",
    "OPE-097",
    "OPE-103",
    "OPE-137",
    "OPE-138",
    classification,
)
