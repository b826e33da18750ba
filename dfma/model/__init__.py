"""The model as values: elements, properties, relations, geometry, measures."""
