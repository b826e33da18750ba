"""Operation: what owners and occupants need from the design for as long as the building stands."""

from dfma.rules.packs.operation.ope_009_storey_height import storey_height
from dfma.rules.packs.operation.ope_086_cladding_joint import cladding_joint
from dfma.rules.packs.operation.ope_092_stair_steps import stair_steps
from dfma.rules.packs.operation.ope_104_kitchen_width import kitchen_width
from dfma.rules.packs.operation.ope_105_kitchen_complete import kitchen_complete
from dfma.rules.packs.operation.ope_109_embedded_pipe import embedded_pipe
from dfma.rules.packs.operation.ope_139_classification import classification

NAME = "operation"
VERSION = "1"
RULES = (
    storey_height,
    "OPE-078",
    cladding_joint,
    stair_steps,
    "OPE-094",
    "OPE-096",
    "OPE-097",
    "OPE-103",
    kitchen_width,
    kitchen_complete,
    embedded_pipe,
    "OPE-137",
    "OPE-138",
    classification,
)
