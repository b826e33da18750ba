"""What each element is (`kind`) and how it is made (`casting`), with confidence and reasons.

The scheme
----------
Nothing in a received model is trusted alone: classes are the exporter's habit, names are the drafter's, shapes are
shared by many kinds. So several **sources** are asked, and each gives **votes**: a question (kind, casting or side of
the building), an answer, and a weight between 0 and 1 that says how often such a witness is right when it stands alone.

    source       file                    data               speaks from
    class        sources/by_class        classes.yaml       IFC class and predefined type
    name         sources/by_name         words.yaml         words in names, type names, layers (zh, en, nl, de)
    designation  sources/by_designation  designations.yaml  codes of precast series, marks of plan drawings
    property     sources/by_property     properties.yaml    property sets of IFC2X3, IFC4, IFC4X3, Tekla, Revit …
    material     sources/by_material     materials.yaml     names of materials, by their share of the thickness
    shape        sources/by_shape        shapes.yaml        proportions of the oriented box, share of it that is filled
    position     sources/by_position     shapes.yaml        floors and rooms on one side or on both sides of a wall
    joint        sources/by_joint        shapes.yaml        narrow joints between plates in one plane
    relation     relations.py            scheme.yaml        the main part of a whole, the whole that a part belongs to,
                                                            lifting and grouting inserts in a body

Votes become an answer in `decide.py`:

1. Within one source the strongest vote for an answer counts (a name and its type name are one witness, not two).
2. Sources that agree add up as independent witnesses: doubt = product of (1 - weight).
3. Answers compete by their odds, (1 - doubt) / doubt; the confidence is odds / (1 + sum of all odds). One vote of 0.9
   alone gives 0.9, agreement raises it, disagreement lowers it, and silence gives nothing.
4. The casting is decided first; then the family of kinds (wall, slab, beam …); then the kind within the family, where
   the default of the family (`wall`, `solid_slab`) has to be beaten. A wall that is precast is a panel; a member of
   steel is a steel member; the confidence is that of the less sure step.
5. Below the threshold the answer is the cautious one (`other`, for walls `wall`; casting `unknown`), and what was
   held back is among the reasons.

Then parts and wholes speak: a whole is what its main part is, the concrete of a piece is cast as the piece is, and
what has lifting inserts was lifted. The piece of a part is the outermost whole above it that is made as one: in a
factory, or poured around a single body. A whole that merely gathers pieces (a building, a stair of two flights) is
none, and no further thing of their kind.

All weights and words are in the YAML files, none in the code. They are set by judgement, not fitted to a model.

Elements are many but different elements are few: each source is asked once for each distinct set of clues, and each
distinct set of answers is decided once.
"""

from dfma.recognition.explain import explain
from dfma.recognition.recognise import recognise

__all__ = ["explain", "recognise"]
